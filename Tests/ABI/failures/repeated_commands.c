/* Deleting and syncing change something: when each may be sent a second time. */
#include "attempts.h"

static workosds_error *error;

/* Deleting is repeated; a 404 after an attempt whose outcome nobody knows is success, at once it is not. */
static void test_delete(void **state)
{
    raw_server *server = *state;
    workosds_client *client = watched_client(server, 0);

    raw_server_add(server, "", 0, RAW_RESET);
    raw_server_answer(server, 404, "", "{}");
    assert_ok(workosds_delete_directory(client, "x", &error), error);
    assert_text("DELETE", seen.attempts[0].method);
    raw_server_answer(server, 503, "", "");
    raw_server_answer(server, 202, "", "Accepted");
    assert_ok(workosds_delete_directory(client, "x", &error), error);
    raw_server_answer(server, 404, "", "{}");
    assert_fails(WORKOSDS_ERROR_NOT_FOUND, workosds_delete_directory(client, "x", &error), error);
    raw_server_answer(server, 429, "", "");
    raw_server_answer(server, 404, "", "{}");
    assert_fails(WORKOSDS_ERROR_NOT_FOUND, workosds_delete_directory(client, "x", &error), error);
    workosds_client_free(client);
}

/* A sync that may have arrived is not asked for twice; one that was refused by the rate limit is. */
static void test_sync(void **state)
{
    raw_server *server = *state;
    workosds_client *client = watched_client(server, 0);

    raw_server_answer(server, 503, "", "");
    assert_fails(WORKOSDS_ERROR_SERVER, workosds_request_directory_sync(client, "x", &error), error);
    assert_int_equal(raw_server_request_count(server), 1);
    raw_server_add(server, "", 0, RAW_RESET);
    assert_fails(WORKOSDS_ERROR_NETWORK, workosds_request_directory_sync(client, "x", &error), error);
    assert_int_equal(raw_server_request_count(server), 2);
    raw_server_answer(server, 429, "", "");
    raw_server_answer(server, 202, "", "{\"status\":\"queued\"}");
    assert_ok(workosds_request_directory_sync(client, "x", &error), error);
    assert_int_equal(raw_server_request_count(server), 4);
    assert_text("POST", seen.attempts[0].method);
    assert_text("/directories/x/sync", seen.attempts[0].path);
    workosds_client_free(client);
}

/* A connection kept from an earlier request that ends without a byte of the answer: the request may have
 * arrived, whatever libcurl thinks of it. */
static void test_sync_on_a_kept_connection(void **state)
{
    raw_server *server = *state;
    workosds_client *client = watched_client(server, 0);
    workosds_user *user;

    raw_server_answer(server, 200, "", "{}");
    assert_ok(workosds_get_user(client, "x", &user, &error), error);
    workosds_user_free(user);
    raw_server_add(server, "", 0, RAW_CLOSE);
    raw_server_answer(server, 202, "", "Accepted");
    assert_fails(WORKOSDS_ERROR_NETWORK, workosds_request_directory_sync(client, "x", &error), error);
    assert_int_equal(raw_server_request_count(server), 2);
    assert_int_equal(seen.count, 2);
    workosds_client_free(client);
}

static void test_delete_on_a_kept_connection(void **state)
{
    raw_server *server = *state;
    workosds_client *client = watched_client(server, 0);
    workosds_user *user;

    raw_server_answer(server, 200, "", "{}");
    assert_ok(workosds_get_user(client, "x", &user, &error), error);
    workosds_user_free(user);
    raw_server_add(server, "", 0, RAW_CLOSE);
    raw_server_answer(server, 404, "", "{}");
    assert_ok(workosds_delete_directory(client, "x", &error), error);
    assert_int_equal(seen.count, 3);
    workosds_client_free(client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_raw_server(test_delete),
        with_raw_server(test_sync),
        with_raw_server(test_sync_on_a_kept_connection),
        with_raw_server(test_delete_on_a_kept_connection),
    };

    return cmocka_run_group_tests_name("repeated commands", tests, NULL, NULL);
}
