/* No complete answer: refused, reset, cut off, too late. */
#include "lists.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

static workosds_error *error;

static workosds_client *client_of(const char *url, int64_t request_timeout_ms, int64_t call_timeout_ms)
{
    workosds_client_options options = test_options(url);

    options.max_retries = WORKOSDS_NO_RETRIES;
    options.request_timeout_ms = request_timeout_ms;
    options.call_timeout_ms = call_timeout_ms;
    return new_client("sk_test", &options);
}

/* A status without an HTTP answer. */
static void assert_no_answer(workosds_client *client, workosds_status expected)
{
    workosds_user *user = (workosds_user *)&error;

    assert_status(expected, workosds_get_user(client, "x", &user, &error), error);
    assert_null(user);
    assert_int_equal(workosds_error_http_status(error), 0);
    assert_null(workosds_error_body(error, NULL));
    assert_null(workosds_error_request_id(error));
    assert_int_equal(workosds_error_retry_after_ms(error), -1);
    assert_int_equal(workosds_error_is_retryable(error), expected != WORKOSDS_ERROR_TLS);
    assert_contains(workosds_error_message(error), "GET /directory_users/x");
}

/* A port at which nothing listens: bound, so that nobody else takes it, but not listening. */
static int closed_port(char *url, size_t size)
{
    struct sockaddr_in address = {0};
    socklen_t length = sizeof(address);
    int holder = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(bind(holder, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(getsockname(holder, (struct sockaddr *)&address, &length), 0);
    snprintf(url, size, "http://127.0.0.1:%d", ntohs(address.sin_port));
    return holder;
}

static void test_refused(void **state)
{
    char url[64];
    int holder = closed_port(url, sizeof(url));
    workosds_client *client = client_of(url, 0, 0);

    (void)state;
    assert_no_answer(client, WORKOSDS_ERROR_NETWORK);
    assert_contains(workosds_error_message(error), strrchr(url, ':') + 1); /* which port */
    forget(&error);
    workosds_client_free(client);
    close(holder);
}

static void test_unknown_name(void **state)
{
    workosds_client *client = client_of("https://no-such-host.invalid", 0, 0);

    (void)state;
    assert_no_answer(client, WORKOSDS_ERROR_NETWORK);
    assert_contains(workosds_error_message(error), "no-such-host.invalid");
    forget(&error);
    workosds_client_free(client);
}

static void test_cut_off(void **state)
{
    static const struct {
        const char *bytes;
        raw_ending ending;
    } answers[] = {
        {"", RAW_CLOSE},
        {"", RAW_RESET},
        {"HTTP/1.1 200 OK\r\nContent-Le", RAW_RESET},
        {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":\"x\"", RAW_CLOSE},
        {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":\"x\"}", RAW_RESET},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{\"id\":\"x\"", RAW_CLOSE},
    };
    raw_server *server = *state;
    workosds_client *client = client_of(raw_server_url(server), 0, 0);
    size_t index;

    for (index = 0; index < COUNT(answers); index++) {
        raw_server_add(server, answers[index].bytes, strlen(answers[index].bytes), answers[index].ending);
        assert_no_answer(client, WORKOSDS_ERROR_NETWORK);
        forget(&error);
    }
    workosds_client_free(client);
}

/* A body that is cut off ends the list with what arrived before it. */
static void test_cut_off_page(void **state)
{
    static const char half[] =
        "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"data\":[{\"id\":\"b\"},{\"id\":";
    raw_server *server = *state;
    workosds_client *client = client_of(raw_server_url(server), 0, 0);
    workosds_iterator *users = list_users_of(client, NULL);
    const workosds_user *user;

    raw_server_page(server, "a", NULL, "cursor_a");
    raw_server_add(server, half, sizeof(half) - 1, RAW_CLOSE);
    assert_next("a", users);
    assert_fails(WORKOSDS_ERROR_NETWORK, workosds_iterator_next_user(users, &user, &error), error);
    assert_text("cursor_a", workosds_iterator_cursor(users));
    workosds_iterator_free(users);
    workosds_client_free(client);
}

static void test_request_time_limit(void **state)
{
    raw_server *server = *state;
    workosds_client *client = client_of(raw_server_url(server), 50, 0);
    int64_t start = monotonic_ms();

    raw_server_pause(server);
    assert_no_answer(client, WORKOSDS_ERROR_TIMEOUT);
    assert_contains(workosds_error_message(error), "request_timeout_ms");
    assert_in_range(monotonic_ms() - start, 45, 5000);
    forget(&error);
    workosds_client_free(client);
}

/* The retries and their waits count towards the whole call. */
static void test_call_time_limit(void **state)
{
    raw_server *server = *state;
    workosds_client_options options = test_options(raw_server_url(server));
    workosds_client *client;
    int64_t start = monotonic_ms();

    options.call_timeout_ms = 1000; /* room for a second attempt on a slow machine */
    options.request_timeout_ms = 30;
    options.max_retries = 100;
    client = new_client("sk_test", &options);
    raw_server_pause(server);
    assert_no_answer(client, WORKOSDS_ERROR_TIMEOUT);
    assert_in_range(monotonic_ms() - start, 60, 5000);
    assert_true(raw_server_request_count(server) > 1);
    forget(&error);
    workosds_client_free(client);

    client = client_of(raw_server_url(server), 0, 50);
    assert_no_answer(client, WORKOSDS_ERROR_TIMEOUT);
    assert_contains(workosds_error_message(error), "call_timeout_ms");
    forget(&error);
    workosds_client_free(client);
}

/* A listener that accepts nothing more: its queue is full. */
static void test_connect_time_limit(void **state)
{
    char url[64];
    int holder = closed_port(url, sizeof(url));
    workosds_client_options options = test_options(url);
    struct sockaddr_in address = {0};
    int waiting[8];
    workosds_client *client;
    size_t index;

    (void)state;
    assert_int_equal(listen(holder, 0), 0);
    address.sin_family = AF_INET;
    address.sin_port = htons((uint16_t)atoi(strrchr(url, ':') + 1));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (index = 0; index < COUNT(waiting); index++) {
        waiting[index] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        (void)!connect(waiting[index], (struct sockaddr *)&address, sizeof(address));
    }
    options.max_retries = WORKOSDS_NO_RETRIES;
    options.connect_timeout_ms = 50;
    client = new_client("sk_test", &options);
    assert_no_answer(client, WORKOSDS_ERROR_TIMEOUT);
    assert_contains(workosds_error_message(error), ": no connection within connect_timeout_ms");
    forget(&error);
    workosds_client_free(client);
    for (index = 0; index < COUNT(waiting); index++)
        close(waiting[index]);
    close(holder);
}

/* https to a server that speaks plain http. */
static void test_handshake(void **state)
{
    static const char plain[] = "HTTP/1.1 400 Bad Request\r\n\r\n";
    raw_server *server = *state;
    char url[64];
    workosds_client *client;
    workosds_status status;
    workosds_user *user;

    snprintf(url, sizeof(url), "https%s", raw_server_url(server) + 4);
    client = client_of(url, 2000, 0);
    raw_server_add(server, plain, sizeof(plain) - 1, RAW_CLOSE);
    status = workosds_get_user(client, "x", &user, &error);
    assert_true(status == WORKOSDS_ERROR_TLS || status == WORKOSDS_ERROR_TIMEOUT);
    assert_null(user);
    forget(&error);
    workosds_client_free(client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_unknown_name),
        with_raw_server(test_cut_off),
        with_raw_server(test_cut_off_page),
        with_raw_server(test_request_time_limit),
        with_raw_server(test_call_time_limit),
        cmocka_unit_test(test_connect_time_limit),
        with_raw_server(test_handshake),
    };

    return cmocka_run_group_tests_name("network", tests, NULL, NULL);
}
