/* A server on 127.0.0.1 that gives the bytes it was told to, whatever is asked: for answers that no real one
 * gives. It runs in a thread of the test program. */
#ifndef RAW_SERVER_H
#define RAW_SERVER_H

#include "check.h"

typedef struct raw_server raw_server;

/* What becomes of the connection after the bytes. */
typedef enum raw_ending {
    RAW_KEEP,  /* it waits for the next request */
    RAW_CLOSE, /* it ends */
    RAW_RESET  /* it ends by a TCP reset */
} raw_ending;

raw_server *raw_server_start(void);
void raw_server_stop(raw_server *server);

/* For cmocka's fixtures of one test: the server is *state. */
int raw_server_setup(void **state);
int raw_server_teardown(void **state);
#define with_raw_server(test) cmocka_unit_test_setup_teardown(test, raw_server_setup, raw_server_teardown)

/* "http://127.0.0.1:PORT" */
const char *raw_server_url(const raw_server *server);

/* A client of the server with test_options and the key "sk_test_raw". */
workosds_client *raw_server_client(const raw_server *server);

/* Answers the next request that has no answer yet by these bytes, and then ends so. A request for which
 * nothing was prepared gets HTTP 410, which no client asks for twice. */
void raw_server_add(raw_server *server, const char *bytes, size_t length, raw_ending ending);

/* The same by an answer of that status and body; `headers`, each with its line end, may be "". */
void raw_server_answer(raw_server *server, int status, const char *headers, const char *body);

/* Until `raw_server_resume` requests are taken but not answered. */
void raw_server_pause(raw_server *server);
void raw_server_resume(raw_server *server);

/* How many requests came, and the head of one of them, from its method to the empty line. */
size_t raw_server_request_count(raw_server *server);
const char *raw_server_request(raw_server *server, size_t index);

#endif
