/* What the process takes of the machine, and the server that it works against. */
#ifndef PROCESS_H
#define PROCESS_H

#include <workosds.h>

/* Kilobytes of memory that are resident. */
long resident_kilobytes(void);

int open_descriptors(void);

double seconds_now(void);

/* Ends the program with that line unless the condition holds. */
void require(int condition, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A client of the server that WORKOS_BASE_URL and WORKOS_API_KEY name, at no pace. */
workosds_client *make_client(workosds_attempt_callback on_attempt, void *data);

/* The id of the directory that has that name. The caller frees it. */
char *directory_named(workosds_client *client, const char *name);

#endif
