/* Shared by the C programs in this folder. */
#ifndef HOST_H
#define HOST_H

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <workosds.h>

extern const char *url, *ca_file;

/* A client of the server with short time limits and without a rate limit, and a listing with one user per
 * page. */
workosds_client *connect_with(workosds_attempt_callback on_attempt, int32_t retries);
workosds_iterator *list(workosds_client *client);

/* The rest of a listing as its users' numbers and its final status, "1 2 3 DONE". */
void append_rest(workosds_iterator *users, char *text, int most);

workosds_status get(workosds_client *client);
double seconds(void);
double cpu_seconds(void);

/* Waits for the child; kills it after `patience` seconds. Returns its exit status, or -1. */
int wait_for(pid_t child, double patience);

#endif
