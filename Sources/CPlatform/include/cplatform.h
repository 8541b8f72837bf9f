/* What the library needs of Linux and libc: system headers, and the calls that are variadic or macros. */
#ifndef CPLATFORM_H
#define CPLATFORM_H

/* No _GNU_SOURCE here: the toolchain's own module of libc is built without it, and two modules may not differ
 * in their view of a system header. What needs it is a function of ours. */

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "descriptors.h"
#include "gate.h"

/* An enum in glibc's headers, plain numbers in musl's: of one type here. */
static const uint32_t CPLATFORM_EPOLLIN = EPOLLIN;
static const uint32_t CPLATFORM_EPOLLOUT = EPOLLOUT;
static const uint32_t CPLATFORM_EPOLLHUP = EPOLLHUP;
static const uint32_t CPLATFORM_EPOLLERR = EPOLLERR;
static const uint32_t CPLATFORM_EPOLLET = EPOLLET;

static inline int cplatform_set_close_on_exec(int descriptor)
{
    return fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}
static inline int cplatform_errno(void)
{
    return errno;
}
static inline void cplatform_set_errno(int number)
{
    errno = number;
}

/* secure_getenv. */
const char *cplatform_environment(const char *name);
/* 1 if the variable is set and not to be heeded: this is a set-user-id program. */
int cplatform_is_withheld(const char *name);

/* Milliseconds of the clock that no one can set. */
static inline int64_t cplatform_monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
static inline int64_t cplatform_monotonic_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}
/* Milliseconds since 1970. */
static inline int64_t cplatform_wall_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The thread's locale becomes "C" until cplatform_leave_c_locale: strtod and printf follow it. */
static inline locale_t cplatform_enter_c_locale(void)
{
    return uselocale(newlocale(LC_ALL_MASK, "C", (locale_t)0));
}
static inline void cplatform_leave_c_locale(locale_t before)
{
    uselocale(before);
}

/* 1 if it is a file, not a folder, and this process may read it. */
int cplatform_is_readable_file(const char *path);

#endif
