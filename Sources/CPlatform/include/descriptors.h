/* The descriptors that the library made, in a table that a forked child and a signal handler can read. Each
 * has an identity that is compared before the number is closed or replaced: the host may have closed the
 * number and opened a file of its own on it. */
#ifndef CPLATFORM_DESCRIPTORS_H
#define CPLATFORM_DESCRIPTORS_H

#include <stdint.h>

/* A number and the serial of its entry in the table; 0 is none. */
typedef uint64_t cplatform_descriptor;

static inline int cplatform_number(cplatform_descriptor descriptor)
{
    return descriptor == 0 ? -1 : (int)(uint32_t)descriptor;
}

/* New ones, closed on exec; 0 with errno set on failure. */
cplatform_descriptor cplatform_socket(int family, int type, int protocol);
cplatform_descriptor cplatform_timer(void);
/* An epoll set that watches the timer, which also proves its identity: it is closed before the timer. */
cplatform_descriptor cplatform_epoll(cplatform_descriptor timer);

/* Enters a socket or pipe of libcurl's, closed on exec from now on. Anything else (an eventfd has no identity
 * of its own) gives its number to a socket that is connected to nothing. 0 on failure. */
cplatform_descriptor cplatform_adopt(int number);

/* 1 if the number still is what was made. A descriptor inherited over fork is a socket without a peer by now.
 */
int cplatform_is_own(cplatform_descriptor descriptor);
/* The same for a timer; 0 for one that was inherited. */
int cplatform_is_timer(cplatform_descriptor descriptor);

/* Closes it if it still is what was made, and forgets it. */
void cplatform_close(cplatform_descriptor descriptor);

/* Forgets it: libcurl closes it. */
void cplatform_forget(cplatform_descriptor descriptor);

/* Gives `fresh` the number of `old`, if that still is what was made, and closes `old` either way. Returns
 * what became of `fresh`. */
cplatform_descriptor cplatform_replace(cplatform_descriptor old, cplatform_descriptor fresh);

/* Makes a timer readable after that time; 0: not at all. 0 on success, else -1. Async-signal-safe. */
int cplatform_timer_set(cplatform_descriptor timer, int64_t nanoseconds);

/* What a libcurl handle has open: its sockets, and what it wakes itself with. */
enum { CPLATFORM_MOST_SOCKETS = 8 };
typedef struct {
    cplatform_descriptor sockets[CPLATFORM_MOST_SOCKETS];
    cplatform_descriptor wakeup[2];
} cplatform_opened;

/* The new socket's number, or -1. */
int cplatform_open_socket(cplatform_opened *opened, int family, int type, int protocol);
void cplatform_close_socket(cplatform_opened *opened, int number);
int cplatform_has_socket(const cplatform_opened *opened, int number);
/* Forgets sockets that are not open any more. */
void cplatform_tidy_sockets(cplatform_opened *opened);
/* 1 if one has something to read: bytes, an end or an error. */
int cplatform_has_input(const cplatform_opened *opened);

/* Enters what a handle wakes itself with: two numbers, or one and -1, or none. */
void cplatform_adopt_wakeup(cplatform_opened *opened, const int numbers[2]);
/* Forgets it: libcurl is about to close it. */
void cplatform_forget_wakeup(cplatform_opened *opened);

/* 1 if all of it still is what was made, and, if asked for, the wake-up is known. */
int cplatform_is_intact(const cplatform_opened *opened, int with_wakeup);
void cplatform_close_all(cplatform_opened *opened);

/* In a forked child: every descriptor becomes a socket that is connected to nothing, so that what libcurl
 * does with it reaches no peer. Where there is no such socket to be had it is closed, and so are sockets and
 * pipes that nobody will ever use (`closes_files`). Async-signal-safe. */
void cplatform_descriptors_reset_after_fork(int closes_files);

#endif
