/* The sandbox as a child process, one for each test program. */
#ifndef SANDBOX_H
#define SANDBOX_H

#include "check.h"

/* From the sandbox's initial data. */
#define OKTA_NAME "Foo Corp Okta"
#define OKTA_USERS 250
#define OKTA_GROUPS 12
#define DIRECTORIES 21

/* cmocka group fixtures. The program is $WORKOSDS_SANDBOX, else build/workosds-sandbox. */
int sandbox_start(void **state);
int sandbox_stop(void **state);

const char *sandbox_url(void);
const char *sandbox_key(void);

/* A client of the sandbox with test_options, and the one that all tests of a program share. */
workosds_client *sandbox_client(void);
extern workosds_client *shared_client;

/* The server's response to a request made without the library. */
json_t *sandbox_get(const char *path);

/* The id of the directory with that name. */
const char *sandbox_directory(const char *name);

/* Clears the log of requests. */
void sandbox_clear_requests(void);

/* The requests since then, [{method, path, headers, authorization, ...}], and their number. */
json_t *sandbox_requests(void);
size_t sandbox_request_count(void);

#endif
