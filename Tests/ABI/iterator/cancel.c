/* Cancelling: from another thread, from a signal handler, before a call, with and without an event loop. */
#include "lists.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>

static workosds_error *error;

typedef struct canceller {
    raw_server *server;
    workosds_client *client; /* one of the two is cancelled */
    workosds_iterator *iterator;
    pthread_t thread;
    pthread_t signalled; /* the thread in which the signal handler runs */
    int by_signal;
} canceller;

static workosds_client *cancelled_by_signal;

static void cancel_in_handler(int signal)
{
    (void)signal;
    workosds_client_cancel(cancelled_by_signal);
}

/* Cancels when the request has arrived, which gets no response. */
static void *cancel_later(void *data)
{
    canceller *work = data;

    while (raw_server_request_count(work->server) == 0)
        poll(NULL, 0, 1);
    if (work->by_signal)
        pthread_kill(work->signalled, SIGUSR1);
    else if (work->client != NULL)
        workosds_client_cancel(work->client);
    else
        workosds_iterator_cancel(work->iterator);
    return NULL;
}

static void start_canceller(canceller *work, raw_server *server)
{
    work->server = server;
    work->signalled = pthread_self();
    raw_server_pause(server);
    assert_int_equal(pthread_create(&work->thread, NULL, cancel_later, work), 0);
}

/* Waits for the cancelled call, and for the thread. */
static void assert_cancelled(workosds_iterator *users, canceller *work)
{
    const workosds_user *user;
    int64_t start = monotonic_ms();

    assert_status(WORKOSDS_ERROR_CANCELLED, workosds_iterator_next_user(users, &user, &error), error);
    assert_null(user);
    assert_true(monotonic_ms() - start < 5000);
    assert_int_equal(workosds_error_is_retryable(error), 0);
    forget(&error);
    pthread_join(work->thread, NULL);
    raw_server_resume(work->server);
}

static void test_iterator_from_another_thread(void **state)
{
    workosds_client *client = raw_server_client(*state);
    workosds_iterator *users = list_users_of(client, NULL);
    canceller work = {0};
    const workosds_user *user;

    work.iterator = users;
    start_canceller(&work, *state);
    assert_cancelled(users, &work);
    /* permanently */
    assert_fails(WORKOSDS_ERROR_CANCELLED, workosds_iterator_next_user(users, &user, &error), error);
    assert_int_equal(raw_server_request_count(*state), 1);
    workosds_iterator_free(users);
    workosds_client_free(client);
}

static void test_client_from_another_thread(void **state)
{
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    workosds_iterator *users = list_users_of(client, NULL);
    workosds_iterator *later;
    canceller work = {0};

    work.client = client;
    start_canceller(&work, server);
    assert_cancelled(users, &work);
    /* the client still works */
    later = list_users_of(client, NULL);
    raw_server_page(server, "a", NULL, NULL);
    raw_server_page(server, "a", NULL, NULL);
    assert_rest("a", later);
    workosds_iterator_free(later);
    workosds_iterator_free(users);
    workosds_client_free(client);
}

static void test_client_from_a_signal_handler(void **state)
{
    workosds_client *client = raw_server_client(*state);
    workosds_iterator *users = list_users_of(client, NULL);
    struct sigaction action = {0}, before;
    canceller work = {0};

    cancelled_by_signal = client;
    action.sa_handler = cancel_in_handler;
    sigaction(SIGUSR1, &action, &before);
    work.by_signal = 1;
    start_canceller(&work, *state);
    assert_cancelled(users, &work);
    sigaction(SIGUSR1, &before, NULL);
    workosds_iterator_free(users);
    workosds_client_free(client);
}

static void test_blocking_get(void **state)
{
    workosds_client *client = raw_server_client(*state);
    workosds_directory *directory = (workosds_directory *)&error;
    canceller work = {0};

    work.client = client;
    start_canceller(&work, *state);
    assert_fails(WORKOSDS_ERROR_CANCELLED, workosds_get_directory(client, "x", &directory, &error), error);
    assert_null(directory);
    pthread_join(work.thread, NULL);
    workosds_client_free(client);
}

/* Records that were fetched are discarded. */
static void test_iterator_between_calls(void **state)
{
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    workosds_iterator *users = list_users_of(client, NULL);
    const workosds_user *user;

    raw_server_page(server, "a b", NULL, "cursor_b");
    assert_next("a", users);
    workosds_iterator_cancel(users);
    assert_fails(WORKOSDS_ERROR_CANCELLED, workosds_iterator_next_user(users, &user, &error), error);
    assert_int_equal(raw_server_request_count(server), 1);
    workosds_iterator_free(users);

    users = list_users_of(client, NULL);
    workosds_iterator_cancel(users);
    assert_fails(WORKOSDS_ERROR_CANCELLED, workosds_iterator_next_user(users, &user, &error), error);
    assert_int_equal(raw_server_request_count(server), 1); /* nothing was sent */
    workosds_iterator_free(users);
    workosds_client_free(client);
}

/* Cancelling a client ends calls in progress and nothing else. */
static void test_client_with_nothing_under_way(void **state)
{
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    workosds_iterator *users = list_users_of(client, NULL);

    workosds_client_cancel(client);
    raw_server_page(server, "a b", NULL, "cursor_b");
    assert_next("a", users);
    workosds_client_cancel(client);
    assert_next("b", users);
    raw_server_page(server, "c", NULL, NULL);
    assert_rest("c", users);
    workosds_iterator_free(users);
    workosds_client_free(client);
}

/* The descriptor becomes readable, and `next` returns CANCELLED. */
static void test_event_loop(void **state)
{
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    const workosds_user *user;
    int which;

    raw_server_pause(server);
    for (which = 0; which < 2; which++) {
        workosds_iterator *users = list_users_of(client, NULL);
        struct pollfd polled = {-1, POLLIN, 0};
        int32_t fd;

        assert_ok(workosds_iterator_set_blocking(users, 0, &error), error);
        assert_ok(workosds_iterator_fd(users, &fd, &error), error);
        assert_status(WORKOSDS_PENDING, workosds_iterator_next_user(users, &user, &error), error);
        polled.fd = fd;
        if (which == 0)
            workosds_iterator_cancel(users);
        else
            workosds_client_cancel(client);
        assert_int_equal(poll(&polled, 1, 5000), 1);
        assert_fails(WORKOSDS_ERROR_CANCELLED, workosds_iterator_next_user(users, &user, &error), error);
        workosds_iterator_free(users);
    }
    workosds_client_free(client);
}

/* A wait for a retry ends at once. */
static void test_during_a_wait(void **state)
{
    raw_server *server = *state;
    workosds_client_options options = test_options(raw_server_url(server));
    workosds_client *client;
    workosds_iterator *users;
    canceller work = {0};

    options.max_retry_wait_ms = 30000;
    client = new_client("sk_test", &options);
    users = list_users_of(client, NULL);
    raw_server_answer(server, 429, "Retry-After: 20\r\n", "");
    work.iterator = users;
    start_canceller(&work, server);
    raw_server_resume(server);
    assert_cancelled(users, &work);
    workosds_iterator_free(users);
    workosds_client_free(client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_raw_server(test_iterator_from_another_thread),
        with_raw_server(test_client_from_another_thread),
        with_raw_server(test_client_from_a_signal_handler),
        with_raw_server(test_blocking_get),
        with_raw_server(test_iterator_between_calls),
        with_raw_server(test_client_with_nothing_under_way),
        with_raw_server(test_event_loop),
        with_raw_server(test_during_a_wait),
    };

    return cmocka_run_group_tests_name("cancel", tests, NULL, NULL);
}
