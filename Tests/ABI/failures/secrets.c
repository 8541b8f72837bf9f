/* The API key is in no message and no JSON of an error, whatever the server sends back. */
#include "lists.h"

#define KEY "sk_test_0123456789abcdefABCDEF"

static workosds_error *error;

static void assert_no_key(const workosds_error *failure)
{
    char *json = workosds_error_json(failure);

    assert_lacks(workosds_error_message(failure), KEY);
    assert_lacks(workosds_error_code(failure), KEY);
    assert_lacks(workosds_error_request_id(failure), KEY);
    assert_lacks(json, KEY);
    workosds_string_free(json);
}

static void assert_answer_shows_no_key(raw_server *server, int status, const char *headers, const char *body)
{
    workosds_client *client = client_without_retries(server, KEY);
    workosds_user *user;

    raw_server_answer(server, status, headers, body);
    assert_true(workosds_get_user(client, "x", &user, &error) < 0);
    assert_contains(raw_server_request(server, raw_server_request_count(server) - 1), "Bearer " KEY);
    assert_no_key(error);
    forget(&error);
    workosds_client_free(client);
}

static void test_in_messages(void **state)
{
    assert_answer_shows_no_key(*state, 401, "", "{\"message\":\"The key '" KEY "' is revoked.\"}");
    assert_answer_shows_no_key(*state, 401, "", "{\"error\":\"e\",\"error_description\":\"" KEY "\"}");
    assert_answer_shows_no_key(*state, 401, "", "\"" KEY "\"");
    assert_answer_shows_no_key(*state, 401, "", "Bearer " KEY " is not known");
    assert_answer_shows_no_key(*state, 500, "", "{\"message\":\"" KEY KEY KEY KEY KEY KEY KEY "\"}");
}

static void test_elsewhere_in_errors(void **state)
{
    assert_answer_shows_no_key(*state, 401, "", "{\"message\":\"m\",\"code\":\"" KEY "\"}");
    assert_answer_shows_no_key(*state, 422, "",
                               "{\"message\":\"m\",\"errors\":[{\"field\":\"" KEY "\",\"code\":\"" KEY
                               "\",\"message\":\"" KEY "\"}]}");
    assert_answer_shows_no_key(*state, 302, "Location: https://example.com/?key=" KEY "\r\n", "");
    assert_answer_shows_no_key(*state, 500, "X-Request-Id: " KEY "\r\n", "");
}

/* A 2xx answer that is no JSON: its body is part of the error as well. */
static void test_in_other_answers(void **state)
{
    raw_server *server = *state;
    workosds_client *client = client_without_retries(server, KEY);
    workosds_user *copy;

    raw_server_answer(server, 200, "", "<html>Authorization: Bearer " KEY "</html>");
    assert_status(WORKOSDS_ERROR_PROTOCOL, workosds_get_user(client, "x", &copy, &error), error);
    assert_no_key(error);
    forget(&error);
    raw_server_add(server, "HTTP/1.1 2" KEY "\r\n\r\n", strlen("HTTP/1.1 2" KEY "\r\n\r\n"), RAW_CLOSE);
    assert_true(workosds_get_user(client, "x", &copy, &error) < 0);
    assert_no_key(error);
    forget(&error);
    workosds_client_free(client);
}

static void test_as_a_cursor(void **state)
{
    raw_server *server = *state;
    workosds_client *client = client_without_retries(server, KEY);
    workosds_iterator *users = list_users_of(client, NULL);
    const workosds_user *user;

    raw_server_page(server, "a", NULL, KEY);
    raw_server_page(server, "b", NULL, KEY);
    assert_next("a", users);
    assert_next("b", users);
    assert_status(WORKOSDS_ERROR_PAGINATION_LOOP, workosds_iterator_next_user(users, &user, &error), error);
    assert_no_key(error);
    forget(&error);
    workosds_iterator_free(users);
    workosds_client_free(client);
}

/* Where people put it by mistake. */
static void test_as_an_id(void **state)
{
    raw_server *server = *state;
    workosds_client *client = client_without_retries(server, KEY);
    workosds_user *user;

    raw_server_answer(server, 404, "",
                      "{\"message\":\"User not found: '" KEY "'.\",\"code\":\"entity_not_found\"}");
    assert_status(WORKOSDS_ERROR_NOT_FOUND, workosds_get_user(client, KEY, &user, &error), error);
    assert_no_key(error);
    forget(&error);
    workosds_client_free(client);
}

static void test_in_arguments(void **state)
{
    workosds_client *client = client_without_retries(*state, KEY);
    workosds_directory_query query = WORKOSDS_DIRECTORY_QUERY_INIT;
    workosds_iterator *iterator;

    query.order = KEY;
    assert_status(WORKOSDS_ERROR_INVALID_ARGUMENT,
                  workosds_list_directories(client, &query, &iterator, &error), error);
    assert_no_key(error);
    forget(&error);
    workosds_client_free(client);
}

static void test_nowhere_in_the_build_information(void **state)
{
    workosds_client *client = client_without_retries(*state, KEY);
    char *information = workosds_build_info();

    assert_lacks(information, KEY);
    workosds_string_free(information);
    workosds_client_free(client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_raw_server(test_in_messages),
        with_raw_server(test_elsewhere_in_errors),
        with_raw_server(test_in_other_answers),
        with_raw_server(test_in_arguments),
        with_raw_server(test_as_a_cursor),
        with_raw_server(test_as_an_id),
        with_raw_server(test_nowhere_in_the_build_information),
    };

    return cmocka_run_group_tests_name("secrets", tests, NULL, NULL);
}
