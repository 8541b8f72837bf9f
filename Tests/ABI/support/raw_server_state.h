/* Shared by the two files of the raw server. */
#ifndef RAW_SERVER_STATE_H
#define RAW_SERVER_STATE_H

#include "raw_server.h"

#include <pthread.h>

enum { MOST_CONNECTIONS = 16, MOST_REQUESTS = 64, LONGEST_REQUEST = 8192 };

typedef struct answer {
    char *bytes;
    size_t length;
    raw_ending ending;
} answer;

typedef struct connection {
    int descriptor;
    char text[LONGEST_REQUEST + 1];
    size_t length;
    int is_waiting; /* its request has no response yet */
} connection;

struct raw_server {
    char url[64];
    int listener;
    int wake;
    pthread_t thread;
    connection connections[MOST_CONNECTIONS];
    size_t connection_count;

    pthread_mutex_t mutex; /* guards the members below */
    int is_stopping;
    int is_paused;
    answer answers[MOST_REQUESTS];
    size_t answer_count;
    size_t answers_given;
    char *requests[MOST_REQUESTS];
    size_t request_count;
};

#endif
