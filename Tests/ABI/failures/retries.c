/* Retries, and what on_attempt sees of them. */
#include "attempts.h"

static workosds_error *error;

/* The reset comes on a new connection: a request on a kept one that proves dead libcurl sends again by
 * itself. */
static void test_what_is_seen(void **state)
{
    static const seen_attempt expected[] = {
        {"GET", "/directory_users/x%2Fy", 0, WORKOSDS_ERROR_NETWORK, 1, 0, 0, "(none)", 0},
        {"GET", "/directory_users/x%2Fy", 503, WORKOSDS_ERROR_SERVER, 2, 0, 4, "req_2", 0},
        {"GET", "/directory_users/x%2Fy", 200, WORKOSDS_OK, 3, 0, 10, "req_3", -1},
    };
    raw_server *server = *state;
    workosds_client *client = watched_client(server, 0);
    workosds_user *user = NULL;
    size_t index;

    raw_server_add(server, "", 0, RAW_RESET);
    raw_server_answer(server, 503, "X-Request-Id: req_2\r\n", "busy");
    raw_server_answer(server, 200, "X-Request-Id: req_3\r\n", "{\"id\":\"x\"}");
    assert_ok(workosds_get_user(client, "x/y", &user, &error), error);
    assert_text("x", workosds_user_id(user));
    workosds_user_free(user);
    workosds_client_free(client);
    assert_int_equal(seen.count, COUNT(expected));
    for (index = 0; index < COUNT(expected); index++) {
        const seen_attempt *attempt = &seen.attempts[index];

        assert_text(expected[index].method, attempt->method);
        assert_text(expected[index].path, attempt->path);
        assert_int_equal(expected[index].http_status, attempt->http_status);
        assert_int_equal(expected[index].status, attempt->status);
        assert_int_equal(expected[index].number, attempt->number);
        assert_int_equal(expected[index].bytes, attempt->bytes);
        assert_text(expected[index].request_id, attempt->request_id);
        assert_in_range(attempt->elapsed_ms, 0, 5000);
        /* up to max_retry_wait_ms, or none */
        assert_true(attempt->wait_ms == expected[index].wait_ms || (index < 2 && attempt->wait_ms == 1));
    }
}

/* 503, then 200: one record, once. */
static void test_record_comes_once(void **state)
{
    raw_server *server = *state;
    workosds_client *client = watched_client(server, 0);
    workosds_iterator *users = list_users_of(client, NULL);

    raw_server_page(server, "a", NULL, "cursor_a");
    raw_server_answer(server, 503, "", "");
    raw_server_page(server, "b", NULL, NULL);
    assert_rest("a b", users);
    assert_int_equal(seen.count, 3);
    assert_int_equal(seen.attempts[0].number, 1);
    assert_int_equal(seen.attempts[1].number, 1);
    assert_int_equal(seen.attempts[2].number, 2);
    assert_text(seen.attempts[1].path, seen.attempts[2].path);
    assert_contains(seen.attempts[2].path, "after=cursor_a");
    workosds_iterator_free(users);
    workosds_client_free(client);
}

static void test_how_many(void **state)
{
    static const struct {
        int32_t max_retries;
        size_t attempts;
    } counts[] = {{WORKOSDS_NO_RETRIES, 1}, {0, 4}, {1, 2}, {5, 6}};
    size_t index;

    for (index = 0; index < COUNT(counts); index++) {
        workosds_client *client = watched_client(*state, counts[index].max_retries);
        workosds_user *user;
        size_t attempt;

        for (attempt = 0; attempt < counts[index].attempts; attempt++)
            raw_server_answer(*state, 502, "", "");
        assert_status(WORKOSDS_ERROR_SERVER, workosds_get_user(client, "x", &user, &error), error);
        assert_int_equal(workosds_error_http_status(error), 502);
        forget(&error);
        assert_int_equal(seen.count, counts[index].attempts);
        assert_int_equal(seen.attempts[seen.count - 1].wait_ms, -1);
        workosds_client_free(client);
    }
}

static void test_which_statuses(void **state)
{
    static const int repeated[] = {408, 429, 500, 502, 503, 504, 520, 524, 527, 529, 530};
    static const int final[] = {400, 401, 402, 403, 404, 405, 409, 410,
                                418, 422, 301, 501, 505, 528, 531, 599};
    raw_server *server = *state;
    workosds_client *client = watched_client(server, 1);
    workosds_user *user;
    size_t index;

    for (index = 0; index < COUNT(repeated); index++) {
        size_t before = raw_server_request_count(server);

        raw_server_answer(server, repeated[index], "", "");
        raw_server_answer(server, 200, "", "{}");
        assert_ok(workosds_get_user(client, "x", &user, &error), error);
        assert_int_equal(raw_server_request_count(server), before + 2);
        workosds_user_free(user);
        seen.count = 0;
    }
    for (index = 0; index < COUNT(final); index++) {
        size_t before = raw_server_request_count(server);

        raw_server_answer(server, final[index], "", "");
        assert_true(workosds_get_user(client, "x", &user, &error) < 0);
        forget(&error);
        assert_int_equal(raw_server_request_count(server), before + 1);
        seen.count = 0;
    }
    workosds_client_free(client);
}

/* Retry-After sets the wait; one longer than allowed ends the call with the true value. */
static void test_retry_after(void **state)
{
    raw_server *server = *state;
    workosds_client *client = watched_client(server, 0);
    workosds_user *user;

    raw_server_answer(server, 429, "Retry-After: 0\r\n", "\"Ratelimited\"");
    raw_server_answer(server, 200, "", "{}");
    assert_ok(workosds_get_user(client, "x", &user, &error), error);
    workosds_user_free(user);
    assert_int_equal(seen.attempts[0].wait_ms, 0);
    assert_int_equal(seen.attempts[0].status, WORKOSDS_ERROR_RATE_LIMITED);
    raw_server_answer(server, 429, "Retry-After: 3600\r\n", "\"Ratelimited\"");
    assert_status(WORKOSDS_ERROR_RATE_LIMITED, workosds_get_user(client, "x", &user, &error), error);
    assert_int_equal(workosds_error_retry_after_ms(error), 3600000);
    forget(&error);
    raw_server_answer(server, 503, "Retry-After: 2\r\n", "");
    assert_status(WORKOSDS_ERROR_SERVER, workosds_get_user(client, "x", &user, &error), error);
    assert_int_equal(workosds_error_retry_after_ms(error), 2000);
    forget(&error);
    assert_int_equal(raw_server_request_count(server), 4);
    workosds_client_free(client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_raw_server(test_what_is_seen), with_raw_server(test_record_comes_once),
        with_raw_server(test_how_many),     with_raw_server(test_which_statuses),
        with_raw_server(test_retry_after),
    };

    return cmocka_run_group_tests_name("retries", tests, NULL, NULL);
}
