/* The library does not change the host's threads, signals and descriptors. */
#include "lists.h"
#include "sandbox.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>

enum { SIGNALS = 65, MOST_DESCRIPTORS = 256 };

static workosds_error *error;
static char directory_id[64];

typedef struct signal_state {
    struct sigaction actions[SIGNALS];
    sigset_t mask;
    sigset_t pending;
} signal_state;

static signal_state read_signals(void)
{
    signal_state now;
    int number;

    memset(&now, 0, sizeof(now));
    for (number = 1; number < SIGNALS; number++)
        sigaction(number, NULL, &now.actions[number]); /* fails for the two that glibc reserves */
    sigprocmask(SIG_BLOCK, NULL, &now.mask);
    sigpending(&now.pending);
    return now;
}

static void assert_same_signals(const signal_state *before)
{
    signal_state now = read_signals();
    int number;

    for (number = 1; number < SIGNALS; number++) {
        const struct sigaction *old = &before->actions[number];

        assert_ptr_equal(now.actions[number].sa_sigaction, old->sa_sigaction);
        assert_int_equal(now.actions[number].sa_flags, old->sa_flags);
        assert_int_equal(sigismember(&now.mask, number), sigismember(&before->mask, number));
        assert_int_equal(sigismember(&now.pending, number), sigismember(&before->pending, number));
    }
}

/* A blocking list of three pages, one with poll that ends in the middle, and failures. */
static void use_everything(workosds_client *client, raw_server *server)
{
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_client *other = raw_server_client(server);
    workosds_iterator *users;
    workosds_user *user;
    const workosds_user *next;
    int32_t fd;
    char *ids;

    query.directory = directory_id;
    users = list_users_of(client, &query);
    ids = take_ids(users);
    assert_true(strlen(ids) > OKTA_USERS);
    free(ids);
    workosds_iterator_free(users);

    users = list_users_of(client, &query);
    assert_ok(workosds_iterator_set_blocking(users, 0, &error), error);
    assert_ok(workosds_iterator_fd(users, &fd, &error), error);
    assert_true(workosds_iterator_next_user(users, &next, &error) >= 0);
    workosds_iterator_free(users);

    raw_server_add(server, "", 0, RAW_RESET);
    raw_server_answer(server, 503, "", "");
    raw_server_answer(server, 404, "", "");
    assert_fails(WORKOSDS_ERROR_NOT_FOUND, workosds_get_user(other, "x", &user, &error), error);
    workosds_client_free(other);
}

static int threads_before;

static void count_threads_now(const workosds_attempt *attempt, void *data)
{
    (void)attempt;
    ++*(int *)data;
    assert_int_equal(count_threads(), threads_before);
}

/* 127.0.0.1 needs no name resolution, for which libcurl would start a thread. */
static void test_no_threads(void **state)
{
    workosds_client_options options = test_options(sandbox_url());
    workosds_client *client;
    int attempts = 0;

    threads_before = count_threads();
    options.on_attempt = count_threads_now;
    options.on_attempt_data = &attempts;
    client = new_client(sandbox_key(), &options);
    assert_int_equal(count_threads(), threads_before);
    use_everything(client, *state);
    assert_true(attempts >= 3);
    assert_int_equal(count_threads(), threads_before);
    workosds_client_free(client);
    assert_int_equal(count_threads(), threads_before);
}

static void ignore(int number)
{
    (void)number;
}

/* With default actions, with actions and a mask of the host, and with SIGPIPE blocked. */
static void test_signals(void **state)
{
    struct sigaction own = {0}, pipe_before, child_before;
    sigset_t mask, mask_before;
    signal_state before;
    int round;

    own.sa_handler = ignore;
    sigemptyset(&mask);
    sigprocmask(SIG_BLOCK, NULL, &mask_before);
    sigaction(SIGPIPE, NULL, &pipe_before);
    sigaction(SIGCHLD, NULL, &child_before);
    for (round = 0; round < 3; round++) {
        workosds_client *client;

        if (round == 1) {
            sigaction(SIGPIPE, &own, NULL);
            sigaction(SIGCHLD, &own, NULL);
            sigaddset(&mask, SIGUSR2);
        } else if (round == 2) {
            sigaddset(&mask, SIGPIPE);
        }
        sigprocmask(SIG_BLOCK, &mask, NULL);
        before = read_signals();
        client = sandbox_client();
        assert_same_signals(&before);
        use_everything(client, *state);
        assert_same_signals(&before);
        workosds_client_free(client);
        assert_same_signals(&before);
    }
    sigprocmask(SIG_SETMASK, &mask_before, NULL);
    sigaction(SIGPIPE, &pipe_before, NULL);
    sigaction(SIGCHLD, &child_before, NULL);
}

/* The raw server runs in this process too, and closes its ends a moment later. */
static void assert_descriptors(int expected)
{
    int tries;

    for (tries = 0; tries < 200 && count_descriptors() != expected; tries++)
        poll(NULL, 0, 5);
    assert_int_equal(count_descriptors(), expected);
}

static void test_descriptors_end_with_their_owners(void **state)
{
    int before = count_descriptors();
    int round;

    for (round = 0; round < 5; round++) {
        workosds_client *client = sandbox_client();

        assert_int_equal(count_descriptors(), before);
        use_everything(client, *state);
        assert_true(count_descriptors() > before); /* idle connections */
        workosds_client_free(client);
        assert_descriptors(before);
    }
}

/* The descriptors that a child program would inherit. */
static void test_descriptors_are_close_on_exec(void **state)
{
    workosds_client *client = sandbox_client();
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    int was_open[MOST_DESCRIPTORS];
    workosds_iterator *users;
    const workosds_user *user;
    int fd, opened = 0;

    (void)state;
    for (fd = 0; fd < MOST_DESCRIPTORS; fd++)
        was_open[fd] = fcntl(fd, F_GETFD) >= 0;
    query.directory = directory_id;
    users = list_users_of(client, &query);
    assert_ok(workosds_iterator_next_user(users, &user, &error), error);
    for (fd = 0; fd < MOST_DESCRIPTORS; fd++) {
        int flags = fcntl(fd, F_GETFD);

        if (was_open[fd] || flags < 0)
            continue;
        opened++;
        assert_true(flags & FD_CLOEXEC);
    }
    assert_true(opened > 0);
    workosds_iterator_free(users);
    workosds_client_free(client);
}

static int start(void **state)
{
    if (sandbox_start(state) != 0)
        return -1;
    snprintf(directory_id, sizeof(directory_id), "%s", sandbox_directory(OKTA_NAME));
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_raw_server(test_no_threads),
        with_raw_server(test_signals),
        with_raw_server(test_descriptors_end_with_their_owners),
        cmocka_unit_test(test_descriptors_are_close_on_exec),
    };

    return cmocka_run_group_tests_name("footprint", tests, start, sandbox_stop);
}
