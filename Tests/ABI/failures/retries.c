/* Retries, and the attempts that on_attempt reports. */
#include "attempts.h"

static workosds_error *error;

/* The reset happens on a new connection, because libcurl itself retries a request on a reused connection that
 * turns out to be dead. */
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_raw_server(test_what_is_seen),
        with_raw_server(test_how_many),
    };

    return cmocka_run_group_tests_name("retries", tests, NULL, NULL);
}
