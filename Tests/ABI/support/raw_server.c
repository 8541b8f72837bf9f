#include "raw_server_state.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

static void close_connection(raw_server *server, size_t index, int by_reset)
{
    connection *ended = &server->connections[index];
    struct linger at_once = {1, 0};

    if (by_reset)
        setsockopt(ended->descriptor, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
    close(ended->descriptor);
    *ended = server->connections[--server->connection_count];
}

static void send_all(int descriptor, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t count = send(descriptor, bytes, length, MSG_NOSIGNAL);

        if (count <= 0)
            return;
        bytes += count;
        length -= (size_t)count;
    }
}

/* 1 if the connection is over. */
static int give_answer(raw_server *server, size_t index)
{
    static const char gone[] = "HTTP/1.1 410 Nothing Prepared\r\nContent-Length: 0\r\n\r\n";
    connection *asking = &server->connections[index];
    const answer *next = NULL;

    asking->is_waiting = 0;
    if (server->answers_given < server->answer_count)
        next = &server->answers[server->answers_given++];
    if (next == NULL) {
        send_all(asking->descriptor, gone, sizeof(gone) - 1);
        return 0;
    }
    send_all(asking->descriptor, next->bytes, next->length);
    if (next->ending == RAW_KEEP)
        return 0;
    close_connection(server, index, next->ending == RAW_RESET);
    return 1;
}

/* 1 if the connection is over. */
static int receive(raw_server *server, size_t index)
{
    connection *sender = &server->connections[index];
    ssize_t count =
        recv(sender->descriptor, sender->text + sender->length, LONGEST_REQUEST - sender->length, 0);

    if (count <= 0) {
        close_connection(server, index, 0);
        return 1;
    }
    sender->length += (size_t)count;
    sender->text[sender->length] = '\0';
    if (strstr(sender->text, "\r\n\r\n") == NULL)
        return 0;
    if (server->request_count < MOST_REQUESTS)
        server->requests[server->request_count++] = strdup(sender->text);
    sender->length = 0;
    sender->is_waiting = 1;
    return 0;
}

static void accept_connection(raw_server *server)
{
    int descriptor = accept4(server->listener, NULL, NULL, SOCK_CLOEXEC);
    connection *added = &server->connections[server->connection_count];

    if (descriptor < 0)
        return;
    if (server->connection_count == MOST_CONNECTIONS) {
        close(descriptor);
        return;
    }
    memset(added, 0, sizeof(*added));
    added->descriptor = descriptor;
    server->connection_count++;
}

static void work(raw_server *server, const struct pollfd *polled, size_t count)
{
    size_t index;
    uint64_t value;

    if (polled[0].revents != 0)
        (void)!read(server->wake, &value, sizeof(value));
    /* Backwards, because closing one moves the last into its place. */
    for (index = count - 2; index-- > 0;) {
        if (polled[index + 2].revents != 0 && receive(server, index))
            continue;
        if (server->connections[index].is_waiting && !server->is_paused)
            give_answer(server, index);
    }
    if (polled[1].revents != 0)
        accept_connection(server);
}

static void *run(void *data)
{
    raw_server *server = data;
    struct pollfd polled[2 + MOST_CONNECTIONS];
    size_t index;
    int is_stopping = 0;

    while (!is_stopping) {
        size_t count = 2 + server->connection_count;

        memset(polled, 0, sizeof(polled));
        polled[0].fd = server->wake;
        polled[1].fd = server->listener;
        for (index = 2; index < count; index++)
            polled[index].fd = server->connections[index - 2].descriptor;
        for (index = 0; index < count; index++)
            polled[index].events = POLLIN;
        poll(polled, (nfds_t)count, -1);
        pthread_mutex_lock(&server->mutex);
        work(server, polled, count);
        is_stopping = server->is_stopping;
        pthread_mutex_unlock(&server->mutex);
    }
    while (server->connection_count > 0)
        close_connection(server, 0, 0);
    return NULL;
}

raw_server *raw_server_start(void)
{
    struct sockaddr_in address = {0};
    socklen_t length = sizeof(address);
    raw_server *server = calloc(1, sizeof(*server));

    assert_non_null(server);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(server->listener, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(listen(server->listener, MOST_CONNECTIONS), 0);
    assert_int_equal(getsockname(server->listener, (struct sockaddr *)&address, &length), 0);
    snprintf(server->url, sizeof(server->url), "http://127.0.0.1:%d", ntohs(address.sin_port));
    server->wake = eventfd(0, EFD_CLOEXEC);
    pthread_mutex_init(&server->mutex, NULL);
    assert_int_equal(pthread_create(&server->thread, NULL, run, server), 0);
    return server;
}

static void change(raw_server *server, int *flag, int value)
{
    uint64_t one = 1;

    pthread_mutex_lock(&server->mutex);
    *flag = value;
    pthread_mutex_unlock(&server->mutex);
    (void)!write(server->wake, &one, sizeof(one));
}

void raw_server_pause(raw_server *server)
{
    change(server, &server->is_paused, 1);
}

void raw_server_resume(raw_server *server)
{
    change(server, &server->is_paused, 0);
}

void raw_server_stop(raw_server *server)
{
    size_t index;

    change(server, &server->is_stopping, 1);
    pthread_join(server->thread, NULL);
    close(server->listener);
    close(server->wake);
    pthread_mutex_destroy(&server->mutex);
    for (index = 0; index < server->answer_count; index++)
        free(server->answers[index].bytes);
    for (index = 0; index < server->request_count; index++)
        free(server->requests[index]);
    free(server);
}

int raw_server_setup(void **state)
{
    *state = raw_server_start();
    return 0;
}

int raw_server_teardown(void **state)
{
    raw_server_stop(*state);
    return 0;
}
