/* 2xx answers that are not what the API promises. */
#include "lists.h"

static workosds_error *error;

static void assert_protocol_error(raw_server *server, const char *body, int is_list)
{
    workosds_client *client = raw_server_client(server);
    workosds_iterator *users = NULL;
    const workosds_user *user;
    workosds_user *copy = NULL;
    size_t before = raw_server_request_count(server);

    raw_server_answer(server, 200, "X-Request-Id: req_2\r\n", body);
    if (is_list) {
        users = list_users_of(client, NULL);
        assert_status(WORKOSDS_ERROR_PROTOCOL, workosds_iterator_next_user(users, &user, &error), error);
    } else {
        assert_status(WORKOSDS_ERROR_PROTOCOL, workosds_get_user(client, "x", &copy, &error), error);
    }
    assert_int_equal(workosds_error_http_status(error), 200);
    assert_int_equal(workosds_error_is_retryable(error), 0);
    assert_text("req_2", workosds_error_request_id(error));
    assert_text(body, workosds_error_body(error, NULL));
    assert_contains(workosds_error_message(error),
                    is_list ? "GET /directory_users" : "GET /directory_users/x");
    forget(&error);
    assert_int_equal(raw_server_request_count(server), before + 1); /* not tried again */
    workosds_iterator_free(users);
    workosds_client_free(client);
}

static void test_no_json(void **state)
{
    static const char *const bodies[] = {
        "",
        " ",
        "<!DOCTYPE html><html><body>Sign in</body></html>",
        "{",
        "{\"id\":",
        "{\"id\":\"x\"}}",
        "{\"id\":\"x\",}",
        "{'id':'x'}",
        "{\"id\":01}",
        "{\"id\":NaN}",
        "nul",
        "{\"id\":\"\x01\"}",
    };
    size_t index;

    for (index = 0; index < COUNT(bodies); index++) {
        assert_protocol_error(*state, bodies[index], 0);
        assert_protocol_error(*state, bodies[index], 1);
    }
}

static void test_other_json(void **state)
{
    static const char *const no_objects[] = {"null", "[]", "\"text\"", "7", "true", "[{\"id\":\"x\"}]"};
    static const char *const no_lists[] = {
        "{}",
        "{\"data\":null,\"list_metadata\":{}}",
        "{\"data\":{},\"list_metadata\":{}}",
        "{\"data\":[7],\"list_metadata\":{}}",
        "{\"data\":[null],\"list_metadata\":{}}",
        "{\"data\":[[]],\"list_metadata\":{}}",
        "{\"data\":[],\"list_metadata\":{\"after\":7}}",
        "{\"data\":[],\"list_metadata\":{\"after\":{}}}",
        "{\"data\":[],\"list_metadata\":[]}",
        "{\"data\":[],\"list_metadata\":\"x\"}",
        "{\"id\":\"x\"}",
    };
    size_t index;

    for (index = 0; index < COUNT(no_objects); index++) {
        assert_protocol_error(*state, no_objects[index], 0);
        assert_protocol_error(*state, no_objects[index], 1);
    }
    for (index = 0; index < COUNT(no_lists); index++)
        assert_protocol_error(*state, no_lists[index], 1);
}

static void test_message_tells_where(void **state)
{
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    workosds_user *user = NULL;

    raw_server_answer(server, 200, "", "");
    assert_status(WORKOSDS_ERROR_PROTOCOL, workosds_get_user(client, "x", &user, &error), error);
    assert_contains(workosds_error_message(error), "empty");
    forget(&error);
    raw_server_answer(server, 200, "", "{\"id\":!}");
    assert_status(WORKOSDS_ERROR_PROTOCOL, workosds_get_user(client, "x", &user, &error), error);
    assert_contains(workosds_error_message(error), "byte 6");
    forget(&error);
    workosds_client_free(client);
}

static void test_deep_nesting(void **state)
{
    char body[4096] = "{\"custom_attributes\":{\"a\":";
    size_t start = strlen(body);
    workosds_client *client = raw_server_client(*state);
    workosds_user *user = NULL;
    json_t *json;

    memset(body + start, '[', 600);
    memset(body + start + 600, ']', 600);
    strcpy(body + start + 1200, "}}");
    assert_protocol_error(*state, body, 0);
    memset(body + start, '[', 400);
    memset(body + start + 400, ']', 400);
    strcpy(body + start + 800, "}}");
    raw_server_answer(*state, 200, "", body);
    assert_ok(workosds_get_user(client, "x", &user, &error), error);
    json = take_json(workosds_user_custom_attributes_json(user));
    assert_int_equal(json_array_size(json_object_get(json, "a")), 1);
    json_decref(json);
    workosds_user_free(user);
    workosds_client_free(client);
}

/* The middle page of three: what came before it was handed out. */
static void test_after_records(void **state)
{
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    workosds_iterator *users = list_users_of(client, NULL);
    const workosds_user *user;

    raw_server_page(server, "a b", NULL, "cursor_b");
    raw_server_answer(server, 200, "", "<html>");
    assert_next("a", users);
    assert_next("b", users);
    assert_fails(WORKOSDS_ERROR_PROTOCOL, workosds_iterator_next_user(users, &user, &error), error);
    assert_text("cursor_b", workosds_iterator_cursor(users));
    workosds_iterator_free(users);
    workosds_client_free(client);
}

/* Not HTTP at all, and HTTP with a body that cannot be decoded. */
static void test_broken_http(void **state)
{
    static const char *const answers[] = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd",
    };
    raw_server *server = *state;
    workosds_client *client = client_without_retries(server, "sk_test");
    workosds_user *user = NULL;
    size_t index;

    for (index = 0; index < COUNT(answers); index++) {
        raw_server_add(server, answers[index], strlen(answers[index]), RAW_CLOSE);
        assert_fails(WORKOSDS_ERROR_PROTOCOL, workosds_get_user(client, "x", &user, &error), error);
    }
    workosds_client_free(client);
}

/* Deleting and syncing read no body, whatever it is. */
static void test_commands_ignore_the_body(void **state)
{
    static const char *const bodies[] = {"Accepted", "", "{}", "<html>", "{"};
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    size_t index;

    for (index = 0; index < COUNT(bodies); index++) {
        raw_server_answer(server, 202, "Content-Type: text/plain\r\n", bodies[index]);
        assert_ok(workosds_delete_directory(client, "x", &error), error);
        raw_server_answer(server, 200, "", bodies[index]);
        assert_ok(workosds_request_directory_sync(client, "x", &error), error);
    }
    raw_server_add(server, "HTTP/1.1 204 No Content\r\n\r\n", 27, RAW_KEEP);
    assert_ok(workosds_delete_directory(client, "x", &error), error);
    workosds_client_free(client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_raw_server(test_no_json),
        with_raw_server(test_other_json),
        with_raw_server(test_message_tells_where),
        with_raw_server(test_deep_nesting),
        with_raw_server(test_after_records),
        with_raw_server(test_broken_http),
        with_raw_server(test_commands_ignore_the_body),
    };

    return cmocka_run_group_tests_name("protocol", tests, NULL, NULL);
}
