/* Records the attempts that on_attempt reports. */
#ifndef ATTEMPTS_H
#define ATTEMPTS_H

#include "lists.h"

/* The attempts in order. */
typedef struct seen_attempt {
    char method[8];
    char path[128];
    int32_t http_status;
    workosds_status status;
    int32_t number;
    int64_t elapsed_ms;
    int64_t bytes;
    char request_id[32];
    int64_t wait_ms;
} seen_attempt;

typedef struct seen_attempts {
    seen_attempt attempts[16];
    size_t count;
} seen_attempts;

extern seen_attempts seen;

/* A client of the server with this many retries, whose attempts are recorded in `seen`, emptied first. */
workosds_client *watched_client(const raw_server *server, int32_t max_retries);

#endif
