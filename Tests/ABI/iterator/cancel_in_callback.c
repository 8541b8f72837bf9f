/* workosds_client_cancel inside on_attempt ends the call whose attempt is reported, whatever the attempt's
 * result. */
#include "lists.h"

static workosds_error *error;
static workosds_client *client;

static void cancel(const workosds_attempt *attempt, void *data)
{
    (void)attempt;
    ++*(int *)data;
    workosds_client_cancel(client);
}

static void connect_to(raw_server *server, int *attempts)
{
    workosds_client_options options = test_options(raw_server_url(server));

    options.on_attempt = cancel;
    options.on_attempt_data = attempts;
    client = new_client("sk_test_raw", &options);
}

static void test_successful_get(void **state)
{
    workosds_user *user;
    int attempts = 0;

    connect_to(*state, &attempts);
    raw_server_answer(*state, 200, "", "{\"id\":\"u1\"}");
    assert_fails(WORKOSDS_ERROR_CANCELLED, workosds_get_user(client, "u1", &user, &error), error);
    assert_int_equal(attempts, 1);
    workosds_client_free(client);
}

static void test_failed_delete(void **state)
{
    int attempts = 0;

    connect_to(*state, &attempts);
    raw_server_answer(*state, 503, "Retry-After: 0\r\n", "{}");
    assert_fails(WORKOSDS_ERROR_CANCELLED, workosds_delete_directory(client, "d1", &error), error);
    assert_int_equal(attempts, 1);
    assert_int_equal(raw_server_request_count(*state), 1);
    workosds_client_free(client);
}

static void test_retry_that_is_due_at_once(void **state)
{
    enum { ROUNDS = 20 };
    workosds_user *user;
    int attempts = 0;
    int round;

    connect_to(*state, &attempts);
    for (round = 1; round <= ROUNDS; round++) {
        raw_server_answer(*state, 503, "Retry-After: 0\r\n", "{}");
        assert_fails(WORKOSDS_ERROR_CANCELLED, workosds_get_user(client, "u1", &user, &error), error);
        assert_int_equal(attempts, round);
        assert_int_equal(raw_server_request_count(*state), round);
    }
    workosds_client_free(client);
}

static void test_listing(void **state)
{
    static const char page[] = "{\"data\":[{\"id\":\"u1\"}],\"list_metadata\":{\"after\":\"c1\"}}";
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    const workosds_user *user;
    workosds_iterator *users;
    int attempts = 0;

    connect_to(*state, &attempts);
    query.directory = "d1";
    raw_server_answer(*state, 200, "", page);
    users = list_users_of(client, &query);
    assert_fails(WORKOSDS_ERROR_CANCELLED, workosds_iterator_next_user(users, &user, &error), error);
    assert_fails(WORKOSDS_ERROR_CANCELLED, workosds_iterator_next_user(users, &user, &error), error);
    assert_int_equal(raw_server_request_count(*state), 1);
    workosds_iterator_free(users);
    workosds_client_free(client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_raw_server(test_successful_get),
        with_raw_server(test_failed_delete),
        with_raw_server(test_retry_that_is_due_at_once),
        with_raw_server(test_listing),
    };

    return cmocka_run_group_tests_name("cancel in a callback", tests, NULL, NULL);
}
