/* Iterators driven by poll: PENDING, the descriptor, several at once. */
#include "lists.h"
#include "sandbox.h"

#include <poll.h>

static workosds_error *error;

/* Waits until one of the descriptors is readable. Nothing here takes five seconds. */
static void wait_for(struct pollfd *polled, size_t count)
{
    assert_true(poll(polled, (nfds_t)count, 5000) > 0);
}

static struct pollfd watch(workosds_iterator *iterator)
{
    struct pollfd polled = {-1, POLLIN, 0};
    int32_t fd = -1;

    assert_ok(workosds_iterator_set_blocking(iterator, 0, &error), error);
    assert_ok(workosds_iterator_fd(iterator, &fd, &error), error);
    assert_true(fd >= 0);
    polled.fd = fd;
    return polled;
}

/* The next user, with poll; counts the waits. */
static workosds_status next_by_poll(workosds_iterator *users, const workosds_user **user, int *waits)
{
    struct pollfd polled = watch(users);
    workosds_status status;

    while ((status = workosds_iterator_next_user(users, user, &error)) == WORKOSDS_PENDING) {
        assert_null(*user);
        wait_for(&polled, 1);
        ++*waits;
    }
    return status;
}

static void test_pending_until_the_answer(void **state)
{
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    workosds_iterator *users = list_users_of(client, NULL);
    struct pollfd polled = watch(users);
    const workosds_user *user = (const workosds_user *)&error;
    int call;

    raw_server_pause(server);
    raw_server_page(server, "a", NULL, NULL);
    for (call = 0; call < 3; call++) {
        assert_status(WORKOSDS_PENDING, workosds_iterator_next_user(users, &user, &error), error);
        assert_null(user);
    }
    while (raw_server_request_count(server) == 0) {
        assert_int_equal(workosds_iterator_next_user(users, &user, &error), WORKOSDS_PENDING);
        poll(NULL, 0, 1);
    }
    /* It may wake up for the connection, but then not again before the response. */
    while (poll(&polled, 1, 20) > 0)
        assert_int_equal(workosds_iterator_next_user(users, &user, &error), WORKOSDS_PENDING);
    raw_server_resume(server);
    while (workosds_iterator_next_user(users, &user, &error) == WORKOSDS_PENDING)
        wait_for(&polled, 1);
    assert_text("a", workosds_user_id(user));
    assert_status(WORKOSDS_DONE, workosds_iterator_next_user(users, &user, &error), error);
    assert_int_equal(raw_server_request_count(server), 1);
    workosds_iterator_free(users);
    workosds_client_free(client);
}

static void test_three_pages(void **state)
{
    workosds_client *client = sandbox_client();
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_iterator *users;
    const workosds_user *user;
    workosds_status status;
    int32_t fd, first = -1;
    int waits = 0;
    size_t count = 0;

    (void)state;
    query.directory = sandbox_directory(OKTA_NAME);
    users = list_users_of(client, &query);
    assert_ok(workosds_iterator_fd(users, &first, &error), error);
    while ((status = next_by_poll(users, &user, &waits)) == WORKOSDS_OK) {
        count++;
        assert_ok(workosds_iterator_fd(users, &fd, &error), error);
        assert_int_equal(fd, first); /* the same until _free */
    }
    assert_status(WORKOSDS_DONE, status, error);
    assert_int_equal(count, OKTA_USERS);
    assert_ok(workosds_iterator_fd(users, &fd, &error), error);
    assert_int_equal(fd, first);
    workosds_iterator_free(users);
    workosds_client_free(client);
}

/* One poll for all iterators; each gets its own records. */
static void test_several_at_once(void **state)
{
    enum { ITERATORS = 6 };
    workosds_client *client = sandbox_client();
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_iterator *users[ITERATORS];
    struct pollfd polled[ITERATORS];
    size_t counts[ITERATORS] = {0};
    size_t index, finished = 0;

    (void)state;
    query.directory = sandbox_directory(OKTA_NAME);
    for (index = 0; index < ITERATORS; index++) {
        query.order = index % 2 == 0 ? "asc" : "desc";
        users[index] = list_users_of(client, &query);
        polled[index] = watch(users[index]);
    }
    while (finished < ITERATORS) {
        for (index = 0; index < ITERATORS; index++) {
            const workosds_user *user;
            workosds_status status;

            if (polled[index].fd < 0)
                continue;
            while ((status = workosds_iterator_next_user(users[index], &user, &error)) == WORKOSDS_OK)
                counts[index]++;
            if (status == WORKOSDS_PENDING)
                continue;
            assert_status(WORKOSDS_DONE, status, error);
            polled[index].fd = -1; /* poll ignores it */
            finished++;
        }
        if (finished < ITERATORS)
            wait_for(polled, ITERATORS);
    }
    for (index = 0; index < ITERATORS; index++) {
        assert_int_equal(counts[index], OKTA_USERS);
        workosds_iterator_free(users[index]);
    }
    workosds_client_free(client);
}

/* During a wait the caller can switch to blocking, and back. */
static void test_set_blocking_back(void **state)
{
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    workosds_iterator *users = list_users_of(client, NULL);
    struct pollfd polled = watch(users);
    const workosds_user *user;

    raw_server_pause(server);
    raw_server_page(server, "a", NULL, "cursor_a");
    raw_server_page(server, "b", NULL, NULL);
    assert_status(WORKOSDS_PENDING, workosds_iterator_next_user(users, &user, &error), error);
    raw_server_resume(server);
    assert_ok(workosds_iterator_set_blocking(users, 1, &error), error);
    assert_next("a", users);
    raw_server_pause(server);
    assert_ok(workosds_iterator_set_blocking(users, 0, &error), error);
    assert_status(WORKOSDS_PENDING, workosds_iterator_next_user(users, &user, &error), error);
    raw_server_resume(server);
    while (workosds_iterator_next_user(users, &user, &error) == WORKOSDS_PENDING)
        wait_for(&polled, 1);
    assert_text("b", workosds_user_id(user));
    assert_rest("", users);
    workosds_iterator_free(users);
    workosds_client_free(client);
}

/* A retry and a time limit become due without any data from the network. */
static void test_wakes_for_retry_and_time_limit(void **state)
{
    raw_server *server = *state;
    workosds_client_options options = test_options(raw_server_url(server));
    workosds_client *client, *hurried;
    workosds_iterator *users;
    const workosds_user *user;
    int waits = 0;

    options.max_retry_wait_ms = 20;
    client = new_client("sk_test", &options);
    users = list_users_of(client, NULL);
    raw_server_answer(server, 503, "", "");
    raw_server_page(server, "a", NULL, NULL);
    assert_status(WORKOSDS_OK, next_by_poll(users, &user, &waits), error);
    assert_text("a", workosds_user_id(user));
    workosds_iterator_free(users);
    options.call_timeout_ms = 200;
    hurried = new_client("sk_test", &options);
    users = list_users_of(hurried, NULL);
    raw_server_pause(server);
    assert_status(WORKOSDS_ERROR_TIMEOUT, next_by_poll(users, &user, &waits), error);
    forget(&error);
    workosds_iterator_free(users);
    workosds_client_free(hurried);
    workosds_client_free(client);
}

static workosds_status next_json_by_poll(workosds_iterator *iterator, const char **json)
{
    struct pollfd polled = watch(iterator);
    workosds_status status;

    while ((status = workosds_iterator_next_json(iterator, json, NULL, &error)) == WORKOSDS_PENDING) {
        assert_null(*json);
        wait_for(&polled, 1);
    }
    return status;
}

/* The start_ functions with poll return one record, or none. */
static void test_requests(void **state)
{
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    workosds_iterator *iterator;
    const char *json;

    assert_ok(workosds_start_get_group(client, "g", &iterator, &error), error);
    raw_server_answer(server, 200, "", "{\"id\":\"g\"}");
    assert_status(WORKOSDS_OK, next_json_by_poll(iterator, &json), error);
    assert_text("{\"id\":\"g\"}", json);
    assert_status(WORKOSDS_DONE, next_json_by_poll(iterator, &json), error);
    workosds_iterator_free(iterator);
    assert_ok(workosds_start_request_directory_sync(client, "d", &iterator, &error), error);
    raw_server_answer(server, 202, "", "{\"status\":\"queued\"}");
    assert_status(WORKOSDS_DONE, next_json_by_poll(iterator, &json), error);
    workosds_iterator_free(iterator);
    assert_ok(workosds_start_delete_directory(client, "d", &iterator, &error), error);
    raw_server_answer(server, 403, "", "");
    assert_status(WORKOSDS_ERROR_PERMISSION, next_json_by_poll(iterator, &json), error);
    forget(&error);
    workosds_iterator_free(iterator);
    workosds_client_free(client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_raw_server(test_pending_until_the_answer),
        cmocka_unit_test(test_three_pages),
        cmocka_unit_test(test_several_at_once),
        with_raw_server(test_set_blocking_back),
        with_raw_server(test_wakes_for_retry_and_time_limit),
        with_raw_server(test_requests),
    };

    return cmocka_run_group_tests_name("event loop", tests, sandbox_start, sandbox_stop);
}
