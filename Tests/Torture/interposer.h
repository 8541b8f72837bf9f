/* Makes the n-th call of one kind fail, and keeps account of the memory that was asked for meanwhile. Linked
 * before every other library, so that the whole process calls the functions here. */
#ifndef INTERPOSER_H
#define INTERPOSER_H

#include <stddef.h>

enum interposer_kind {
    KIND_NONE,
    KIND_ALLOCATION, /* malloc, calloc, realloc, posix_memalign */
    KIND_SOCKET,
    KIND_SOCKETPAIR,
    KIND_CONNECT,
    KIND_SEND,    /* send, sendto, and write on a socket */
    KIND_RECEIVE, /* recv, recvfrom, and read on a socket */
    KIND_POLL,
    KIND_EPOLL_CREATE,
    KIND_EPOLL_CONTROL,
    KIND_EPOLL_WAIT,
    KIND_TIMER_CREATE,
    KIND_TIMER_SET,
    KIND_EVENTFD,
    KIND_COUNT
};

/* "allocation", "socket" and so on; KIND_COUNT for a name that is none. */
enum interposer_kind interposer_kind_of(const char *name);

/* From now on the `first` call of that kind fails; if `lasting`, the ones after it too. */
void interposer_arm(enum interposer_kind kind, long first, int lasting);

/* From now on nothing fails, and no new memory is recorded. */
void interposer_disarm(void);

/* Calls of the kind since interposer_arm, and how many of them failed. */
long interposer_calls(void);
long interposer_failures(void);

/* Blocks allocated since interposer_arm and not freed, except those that OpenSSL and the loader keep for the
 * life of the process. `callers` receives the allocating functions, as many as fit. */
size_t interposer_blocks_held(char *callers, size_t size);

/* A call of the library begins. */
void interposer_begin_call(void);

/* The most bytes that one call of the library has asked for by posix_memalign and been refused: what it needs
 * of the reserve at most. */
size_t interposer_most_refused(void);

/* Between the two halves of the interposer: whether this call has to fail. */
int interposer_must_fail(enum interposer_kind kind);
int interposer_is_armed(void);
void interposer_forget_blocks(void);

#endif
