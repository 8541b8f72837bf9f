/* The descriptors that the library opened, in a table that a forked child and a signal handler can read. Each
 * has an identity that is checked before the number is closed or replaced: the host may have closed the
 * number and opened its own file under it. */
#ifndef CPLATFORM_DESCRIPTORS_H
#define CPLATFORM_DESCRIPTORS_H

#include <stdint.h>

/* A number and the serial of its entry in the table; 0 if none. */
typedef uint64_t cplatform_descriptor;

static inline int cplatform_number(cplatform_descriptor descriptor)
{
    return descriptor == 0 ? -1 : (int)(uint32_t)descriptor;
}

/* Opens a descriptor that is closed on exec. Returns 0 with errno set on failure. */
cplatform_descriptor cplatform_socket(int family, int type, int protocol);
cplatform_descriptor cplatform_timer(void);
/* 0 if the limits of the process or the system leave fewer than a name resolution needs. */
int cplatform_has_descriptors_left(void);
/* An epoll set that watches the timer. The timer identifies it, so close it before the timer. */
cplatform_descriptor cplatform_epoll(cplatform_descriptor timer);

/* Registers a socket or pipe of libcurl's and sets FD_CLOEXEC. Anything else (an eventfd has no identity) is
 * replaced by an unconnected socket. Returns 0 on failure. */
cplatform_descriptor cplatform_adopt(int number);

/* 1 if the number is still the descriptor that was opened. One inherited over fork is an unconnected socket.
 */
int cplatform_is_own(cplatform_descriptor descriptor);
/* The same for a timer; 0 for an inherited one. */
int cplatform_is_timer(cplatform_descriptor descriptor);

/* Removes it from the table, and closes it if it is still the descriptor that was opened. */
void cplatform_close(cplatform_descriptor descriptor);

/* Removes it from the table; libcurl closes it. */
void cplatform_forget(cplatform_descriptor descriptor);

/* Moves `fresh` to the number of `old` if `old` is still the descriptor that was opened; removes `old` in any
 * case. Returns the resulting descriptor. */
cplatform_descriptor cplatform_replace(cplatform_descriptor old, cplatform_descriptor fresh);

/* Makes a timer readable after that time; never if it is 0. Returns 0, or -1 on failure. Async-signal-safe.
 */
int cplatform_timer_set(cplatform_descriptor timer, int64_t nanoseconds);

/* The open descriptors of a libcurl handle: its sockets and its wake-up descriptors. */
enum { CPLATFORM_MOST_SOCKETS = 8 };
typedef struct {
    cplatform_descriptor sockets[CPLATFORM_MOST_SOCKETS];
    cplatform_descriptor wakeup[2];
} cplatform_opened;

/* The new socket's number, or -1. */
int cplatform_open_socket(cplatform_opened *opened, int family, int type, int protocol);
void cplatform_close_socket(cplatform_opened *opened, int number);
int cplatform_has_socket(const cplatform_opened *opened, int number);
/* Removes sockets that are no longer open. */
void cplatform_tidy_sockets(cplatform_opened *opened);
/* 1 if one is readable: data, end of file or an error. */
int cplatform_has_input(const cplatform_opened *opened);

/* Registers a handle's wake-up descriptors: two numbers, or one and -1, or none. */
void cplatform_adopt_wakeup(cplatform_opened *opened, const int numbers[2]);
/* Removes them; libcurl is about to close them. */
void cplatform_forget_wakeup(cplatform_opened *opened);

/* 1 if all are still the descriptors that were opened and, if requested, the wake-up is known. */
int cplatform_is_intact(const cplatform_opened *opened, int with_wakeup);
void cplatform_close_all(cplatform_opened *opened);

/* In a forked child, replaces every descriptor by an unconnected socket, so that libcurl reaches no peer
 * through it. Closes the descriptor instead if no socket can be opened. With `closes_files` sockets and pipes
 * are closed, because they will not be used again. Async-signal-safe. */
void cplatform_descriptors_reset_after_fork(int closes_files);

#endif
