/* What the C programs beside this file share. */
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

/* A client of the server with short time limits and no pace, and a listing with one user a page. */
workosds_client *connect_with(workosds_attempt_callback on_attempt, int32_t retries);
workosds_iterator *list(workosds_client *client);

/* The rest of a listing as the numbers of its users, "1 2 3 DONE"; an error by its name. */
void append_rest(workosds_iterator *users, char *text, int most);

workosds_status get(workosds_client *client);
double seconds(void);
double cpu_seconds(void);

/* Waits for the child; kills it after `patience` seconds. Its exit status, or -1. */
int wait_for(pid_t child, double patience);

#endif
