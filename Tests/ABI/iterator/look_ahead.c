/* When requests are sent: ahead of the caller from the second page on, within the rate limit. */
#include "lists.h"

#include <poll.h>
#include <sys/epoll.h>
#include <unistd.h>

static workosds_error *error;

static workosds_iterator *list_with(raw_server *server, int32_t look_ahead, int32_t rate)
{
    workosds_client_options options = test_options(raw_server_url(server));
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_iterator *users = NULL;
    workosds_client *client;

    options.look_ahead = look_ahead;
    options.directory_user_requests_per_second = rate;
    query.directory = "directory_1";
    client = new_client("sk_test_raw", &options);
    assert_ok(workosds_list_users(client, &query, &users, &error), error);
    workosds_client_free(client);
    return users;
}

static void prepare_three_pages(raw_server *server)
{
    raw_server_page(server, "user_1 user_2", NULL, "user_2");
    raw_server_page(server, "user_3 user_4", NULL, "user_4");
    raw_server_page(server, "user_5", NULL, NULL);
}

static void take(workosds_iterator *users, const char *id)
{
    const workosds_user *user;
    assert_ok(workosds_iterator_next_user(users, &user, &error), error);
    assert_text(id, workosds_user_id(user));
}

/* The request is sent before the call returns, but the server's thread may need a moment to read it. */
static void assert_requests(raw_server *server, size_t expected)
{
    int tries;
    for (tries = 0; tries < 200 && raw_server_request_count(server) < expected; tries++)
        poll(NULL, 0, 5);
    assert_int_equal(raw_server_request_count(server), expected);
}

static void test_from_the_second_page_on(void **state)
{
    workosds_iterator *users;

    prepare_three_pages(*state);
    users = list_with(*state, 0, WORKOSDS_UNPACED);
    take(users, "user_1");
    take(users, "user_2");
    poll(NULL, 0, 20);
    assert_int_equal(raw_server_request_count(*state), 1); /* reading one page costs one request */
    take(users, "user_3");
    assert_requests(*state, 3);
    take(users, "user_4");
    take(users, "user_5");
    workosds_iterator_free(users);
}

static void test_switched_off(void **state)
{
    workosds_iterator *users;

    prepare_three_pages(*state);
    users = list_with(*state, WORKOSDS_LOOK_AHEAD_OFF, WORKOSDS_UNPACED);
    take(users, "user_1");
    take(users, "user_2");
    take(users, "user_3");
    take(users, "user_4");
    poll(NULL, 0, 20);
    assert_int_equal(raw_server_request_count(*state), 2);
    take(users, "user_5");
    workosds_iterator_free(users);
}

/* Two requests per second: the third waits until a second after the first response. */
static void test_pace(void **state)
{
    workosds_iterator *users;
    int64_t start = monotonic_ms();

    prepare_three_pages(*state);
    users = list_with(*state, 0, 2);
    take(users, "user_1");
    take(users, "user_2");
    take(users, "user_3");
    take(users, "user_4");
    assert_true(monotonic_ms() - start < 900);
    take(users, "user_5");
    assert_in_range(monotonic_ms() - start, 1000, 3000);
    workosds_iterator_free(users);
}

static void test_pace_in_an_event_loop(void **state)
{
    workosds_iterator *users;
    const workosds_user *user;
    workosds_status status;
    int64_t start = monotonic_ms();
    struct pollfd wanted = {-1, POLLIN, 0};
    int taken = 0;
    int waits = 0;

    prepare_three_pages(*state);
    users = list_with(*state, 0, 2);
    assert_ok(workosds_iterator_set_blocking(users, 0, &error), error);
    assert_ok(workosds_iterator_fd(users, &wanted.fd, &error), error);
    while ((status = workosds_iterator_next_user(users, &user, &error)) >= WORKOSDS_OK &&
           status != WORKOSDS_DONE) {
        taken += status == WORKOSDS_OK;
        if (status == WORKOSDS_PENDING) {
            assert_int_equal(poll(&wanted, 1, 3000), 1);
            waits++;
        }
    }
    assert_int_equal(status, WORKOSDS_DONE);
    assert_int_equal(taken, 5);
    assert_in_range(monotonic_ms() - start, 1000, 3000);
    assert_in_range(waits, 1, 50);
    workosds_iterator_free(users);
}

/* Two iterators are in one epoll set. The first is done and stays there, but causes no more wake-ups. */
static void test_done_and_still_registered(void **state)
{
    workosds_iterator *iterators[2];
    const workosds_user *user;
    struct epoll_event event;
    int descriptor;
    int set = epoll_create1(EPOLL_CLOEXEC);
    int index;

    raw_server_page(*state, "user_1", NULL, NULL);
    for (index = 0; index < 2; index++) {
        iterators[index] = list_with(*state, 0, WORKOSDS_UNPACED);
        assert_ok(workosds_iterator_set_blocking(iterators[index], 0, &error), error);
        assert_ok(workosds_iterator_fd(iterators[index], &descriptor, &error), error);
        memset(&event, 0, sizeof event);
        event.events = EPOLLIN;
        event.data.u32 = (uint32_t)index;
        assert_int_equal(epoll_ctl(set, EPOLL_CTL_ADD, descriptor, &event), 0);
    }
    while (workosds_iterator_next_user(iterators[0], &user, &error) != WORKOSDS_DONE)
        epoll_wait(set, &event, 1, 1000);
    raw_server_pause(*state);
    while (raw_server_request_count(*state) < 2) {
        assert_status(WORKOSDS_PENDING, workosds_iterator_next_user(iterators[1], &user, &error), error);
        epoll_wait(set, &event, 1, 5);
    }
    assert_status(WORKOSDS_PENDING, workosds_iterator_next_user(iterators[1], &user, &error), error);
    assert_int_equal(epoll_wait(set, &event, 1, 30), 0);
    raw_server_page(*state, "user_2", NULL, NULL);
    raw_server_resume(*state);
    assert_int_equal(epoll_wait(set, &event, 1, 2000), 1);
    assert_int_equal(event.data.u32, 1);
    close(set);
    workosds_iterator_free(iterators[0]);
    workosds_iterator_free(iterators[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_raw_server(test_from_the_second_page_on),
        with_raw_server(test_switched_off),
        with_raw_server(test_pace),
        with_raw_server(test_pace_in_an_event_loop),
        with_raw_server(test_done_and_still_registered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
