/* A server on 127.0.0.1 that sends prepared bytes, whatever the request, for responses that a real server
 * would not send. It runs in a thread of the test program. */
#ifndef RAW_SERVER_H
#define RAW_SERVER_H

#include "check.h"

typedef struct raw_server raw_server;

/* What happens to the connection after the bytes. */
typedef enum raw_ending {
    RAW_KEEP,  /* wait for the next request */
    RAW_CLOSE, /* close it */
    RAW_RESET  /* close it with a TCP reset */
} raw_ending;

raw_server *raw_server_start(void);
void raw_server_stop(raw_server *server);

/* cmocka fixtures for one test; *state is the server. */
int raw_server_setup(void **state);
int raw_server_teardown(void **state);
#define with_raw_server(test) cmocka_unit_test_setup_teardown(test, raw_server_setup, raw_server_teardown)

/* "http://127.0.0.1:PORT" */
const char *raw_server_url(const raw_server *server);

/* A client of the server with test_options and the key "sk_test_raw". */
workosds_client *raw_server_client(const raw_server *server);

/* Prepares the bytes sent to the next request without a response, and what happens to the connection then. A
 * request without a prepared response gets HTTP 410, which no client retries. */
void raw_server_add(raw_server *server, const char *bytes, size_t length, raw_ending ending);

/* The same with a response of that status and body. Each header in `headers` ends with CRLF; it may be "". */
void raw_server_answer(raw_server *server, int status, const char *headers, const char *body);

/* Until `raw_server_resume`, requests are read but get no response. */
void raw_server_pause(raw_server *server);
void raw_server_resume(raw_server *server);

/* The number of requests, and the head of one of them, from its method to the empty line. */
size_t raw_server_request_count(raw_server *server);
const char *raw_server_request(raw_server *server, size_t index);

#endif
