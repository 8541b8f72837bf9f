/* The process's memory and descriptors, and a client of the server. */
#ifndef PROCESS_H
#define PROCESS_H

#include <workosds.h>

/* Resident memory in kilobytes. */
long resident_kilobytes(void);

int open_descriptors(void);

double seconds_now(void);

/* Exits with that message unless the condition is true. */
void require(int condition, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A client of the server in WORKOS_BASE_URL and WORKOS_API_KEY, without a rate limit. */
workosds_client *make_client(workosds_attempt_callback on_attempt, void *data);

/* The id of the directory with that name. The caller frees it. */
char *directory_named(workosds_client *client, const char *name);

#endif
