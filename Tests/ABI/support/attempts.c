#include "attempts.h"

#include <pthread.h>

seen_attempts seen;

static pthread_t calling_thread;

static void see(const workosds_attempt *attempt, void *data)
{
    seen_attempt *next = &seen.attempts[seen.count++];
    const char *request_id = workosds_attempt_request_id(attempt);

    assert_ptr_equal(data, &seen);
    assert_true(pthread_equal(pthread_self(), calling_thread)); /* the calling thread */
    snprintf(next->method, sizeof(next->method), "%s", workosds_attempt_method(attempt));
    snprintf(next->path, sizeof(next->path), "%s", workosds_attempt_path(attempt));
    snprintf(next->request_id, sizeof(next->request_id), "%s", request_id == NULL ? "(none)" : request_id);
    next->http_status = workosds_attempt_http_status(attempt);
    next->status = workosds_attempt_status(attempt);
    next->number = workosds_attempt_number(attempt);
    next->elapsed_ms = workosds_attempt_elapsed_ms(attempt);
    next->bytes = workosds_attempt_bytes(attempt);
    next->wait_ms = workosds_attempt_wait_ms(attempt);
}

workosds_client *watched_client(const raw_server *server, int32_t max_retries)
{
    workosds_client_options options = test_options(raw_server_url(server));

    memset(&seen, 0, sizeof(seen));
    calling_thread = pthread_self();
    options.max_retries = max_retries;
    options.on_attempt = see;
    options.on_attempt_data = &seen;
    return new_client("sk_test", &options);
}
