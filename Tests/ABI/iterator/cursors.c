/* Cursors, the end of a list, and what a server may do to both. */
#include "lists.h"

static workosds_error *error;

static void test_cursor_moves_at_the_end_of_a_page(void **state)
{
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    workosds_iterator *users = list_users_of(client, NULL);

    assert_null(workosds_iterator_cursor(users));
    raw_server_page(server, "a b", NULL, "cursor_b");
    raw_server_page(server, "c d", "cursor_c", "cursor_d");
    raw_server_page(server, "e", "cursor_e", NULL);
    assert_next("a", users);
    assert_null(workosds_iterator_cursor(users));
    assert_next("b", users);
    assert_text("cursor_b", workosds_iterator_cursor(users));
    assert_next("c", users);
    assert_text("cursor_b", workosds_iterator_cursor(users));
    assert_next("d", users);
    assert_text("cursor_d", workosds_iterator_cursor(users));
    assert_next("e", users);
    assert_rest("", users);
    assert_null(workosds_iterator_cursor(users));
    assert_int_equal(raw_server_request_count(server), 3);
    workosds_iterator_free(users);
    workosds_client_free(client);
}

/* Where one listing stopped another one goes on: nothing twice, nothing missed. */
static void test_resume(void **state)
{
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_iterator *users = list_users_of(client, NULL);
    char cursor[64];

    raw_server_page(server, "a b", NULL, "b&=? /");
    assert_next("a", users);
    assert_next("b", users);
    snprintf(cursor, sizeof(cursor), "%s", workosds_iterator_cursor(users));
    assert_text("b&=? /", cursor);
    workosds_iterator_free(users);
    query.after = cursor;
    users = list_users_of(client, &query);
    assert_null(workosds_iterator_cursor(users));
    raw_server_page(server, "c d", "c", NULL);
    assert_next("c", users);
    assert_contains(raw_server_request(server, 1), "after=b%26%3D%3F%20%2F");
    assert_rest("d", users);
    workosds_iterator_free(users);
    workosds_client_free(client);
}

static void test_max_items_inside_a_page(void **state)
{
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_iterator *users;

    query.max_items = 3;
    users = list_users_of(client, &query);
    raw_server_page(server, "a b", NULL, "cursor_b");
    raw_server_page(server, "c d", NULL, "cursor_d");
    assert_rest("a b c", users);
    assert_text("cursor_b", workosds_iterator_cursor(users)); /* before the page: c may come twice */
    assert_rest("", users);
    assert_text("cursor_b", workosds_iterator_cursor(users));
    assert_int_equal(raw_server_request_count(server), 2);
    workosds_iterator_free(users);
    workosds_client_free(client);
}

static void test_max_items_at_the_end_of_a_page(void **state)
{
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_iterator *users;

    query.max_items = 2;
    users = list_users_of(client, &query);
    raw_server_page(server, "a b", NULL, "cursor_b");
    assert_next("a", users);
    assert_next("b", users);
    assert_text("cursor_b", workosds_iterator_cursor(users));
    assert_rest("", users);
    assert_int_equal(raw_server_request_count(server), 1);
    workosds_iterator_free(users);
    workosds_client_free(client);
}

static void test_max_items_with_page_json(void **state)
{
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_iterator *users;
    const char *json;

    query.max_items = 3;
    users = list_users_of(client, &query);
    raw_server_page(server, "a b", NULL, "cursor_b");
    raw_server_page(server, "c d", NULL, "cursor_d");
    assert_ok(workosds_iterator_next_page_json(users, &json, NULL, &error), error);
    assert_text("cursor_b", workosds_iterator_cursor(users));
    assert_ok(workosds_iterator_next_page_json(users, &json, NULL, &error), error);
    assert_contains(json, "\"c\"");
    assert_lacks(json, "\"d\"");
    assert_text("cursor_b", workosds_iterator_cursor(users));
    assert_status(WORKOSDS_DONE, workosds_iterator_next_page_json(users, &json, NULL, &error), error);
    workosds_iterator_free(users);
    workosds_client_free(client);
}

/* A short or an empty page is not the end: a missing cursor is. */
static void test_end(void **state)
{
    static const char *const ends[] = {"null", "\"\""};
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    size_t index;

    for (index = 0; index < COUNT(ends); index++) {
        workosds_iterator *users = list_users_of(client, NULL);
        char body[128];

        raw_server_page(server, "", NULL, "cursor_1");
        raw_server_page(server, "a", NULL, "cursor_2");
        raw_server_page(server, "", NULL, "cursor_3");
        raw_server_page(server, "", NULL, "cursor_4");
        snprintf(body, sizeof(body), "{\"data\":[{\"id\":\"b\"}],\"list_metadata\":{\"after\":%s}}",
                 ends[index]);
        raw_server_answer(server, 200, "", body);
        assert_rest("a b", users);
        assert_null(workosds_iterator_cursor(users));
        workosds_iterator_free(users);
    }
    workosds_client_free(client);
}

static void test_loop(void **state)
{
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    workosds_iterator *users = list_users_of(client, NULL);
    const workosds_user *user;
    size_t requests;
    int call;

    raw_server_page(server, "a", NULL, "cursor_a");
    raw_server_page(server, "b", NULL, "cursor_b");
    raw_server_page(server, "c", NULL, "cursor_a");
    assert_next("a", users);
    assert_next("b", users);
    assert_next("c", users); /* what had arrived comes first */
    requests = raw_server_request_count(server);
    assert_int_equal(requests, 3);
    for (call = 0; call < 2; call++) {
        assert_status(WORKOSDS_ERROR_PAGINATION_LOOP, workosds_iterator_next_user(users, &user, &error),
                      error);
        assert_contains(workosds_error_message(error), "cursor_a");
        assert_int_equal(workosds_error_is_retryable(error), 0);
        forget(&error);
    }
    assert_int_equal(raw_server_request_count(server), requests);
    workosds_iterator_free(users);
    workosds_client_free(client);
}

/* The caller's own cursor counts as seen. */
static void test_loop_to_the_start(void **state)
{
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_iterator *users;
    const workosds_user *user;

    query.after = "cursor_0";
    users = list_users_of(client, &query);
    raw_server_page(server, "a", NULL, "cursor_0");
    assert_next("a", users);
    assert_fails(WORKOSDS_ERROR_PAGINATION_LOOP, workosds_iterator_next_user(users, &user, &error), error);
    workosds_iterator_free(users);
    workosds_client_free(client);
}

/* Records that had arrived first, then the error, the same each time, and nothing more is sent. The cursor to
 * go on from stays readable. */
static void test_error_is_sticky(void **state)
{
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    workosds_iterator *users = list_users_of(client, NULL);
    const workosds_user *user = (const workosds_user *)&error;
    const char *json;
    int call;

    raw_server_page(server, "a b", NULL, "cursor_b");
    raw_server_page(server, "c d", NULL, "cursor_d");
    raw_server_answer(server, 403, "X-Request-Id: req_1\r\n", "{\"message\":\"No\"}");
    assert_next("a", users);
    assert_next("b", users);
    assert_next("c", users);
    assert_next("d", users);
    for (call = 0; call < 3; call++) {
        assert_status(WORKOSDS_ERROR_PERMISSION, workosds_iterator_next_user(users, &user, &error), error);
        assert_null(user);
        assert_text("req_1", workosds_error_request_id(error));
        forget(&error);
    }
    assert_fails(WORKOSDS_ERROR_PERMISSION, workosds_iterator_next_json(users, &json, NULL, &error), error);
    assert_fails(WORKOSDS_ERROR_PERMISSION, workosds_iterator_next_page_json(users, &json, NULL, &error),
                 error);
    assert_text("cursor_d", workosds_iterator_cursor(users));
    assert_int_equal(raw_server_request_count(server), 3);
    workosds_iterator_free(users);
    workosds_client_free(client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_raw_server(test_cursor_moves_at_the_end_of_a_page),
        with_raw_server(test_resume),
        with_raw_server(test_max_items_inside_a_page),
        with_raw_server(test_max_items_at_the_end_of_a_page),
        with_raw_server(test_max_items_with_page_json),
        with_raw_server(test_end),
        with_raw_server(test_loop),
        with_raw_server(test_loop_to_the_start),
        with_raw_server(test_error_is_sticky),
    };

    return cmocka_run_group_tests_name("cursors", tests, NULL, NULL);
}
