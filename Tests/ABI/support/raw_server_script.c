#include "raw_server_state.h"

const char *raw_server_url(const raw_server *server)
{
    return server->url;
}

workosds_client *raw_server_client(const raw_server *server)
{
    workosds_client_options options = test_options(server->url);

    return new_client("sk_test_raw", &options);
}

void raw_server_add(raw_server *server, const char *bytes, size_t length, raw_ending ending)
{
    answer added = {NULL, length, ending};

    added.bytes = malloc(length + 1);
    assert_non_null(added.bytes);
    memcpy(added.bytes, bytes, length);
    pthread_mutex_lock(&server->mutex);
    assert_true(server->answer_count < MOST_REQUESTS);
    server->answers[server->answer_count++] = added;
    pthread_mutex_unlock(&server->mutex);
}

void raw_server_answer(raw_server *server, int status, const char *headers, const char *body)
{
    size_t capacity = strlen(headers) + strlen(body) + 128;
    char *bytes = malloc(capacity);
    int length;

    assert_non_null(bytes);
    length = snprintf(bytes, capacity, "HTTP/1.1 %d Status\r\nContent-Length: %zu\r\n%s\r\n%s", status,
                      strlen(body), headers, body);
    raw_server_add(server, bytes, (size_t)length, RAW_KEEP);
    free(bytes);
}

size_t raw_server_request_count(raw_server *server)
{
    size_t count;

    pthread_mutex_lock(&server->mutex);
    count = server->request_count;
    pthread_mutex_unlock(&server->mutex);
    return count;
}

const char *raw_server_request(raw_server *server, size_t index)
{
    const char *request = NULL;

    pthread_mutex_lock(&server->mutex);
    if (index < server->request_count)
        request = server->requests[index];
    pthread_mutex_unlock(&server->mutex);
    assert_non_null(request);
    return request;
}
