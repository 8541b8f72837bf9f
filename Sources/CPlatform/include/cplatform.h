/* Linux and libc for Swift: system headers, and wrappers of variadic functions and macros. */
#ifndef CPLATFORM_H
#define CPLATFORM_H

/* No _GNU_SOURCE here: the toolchain's libc module is built without it, and two modules must not see
 * different versions of a system header. Functions that need it have a wrapper. */

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
#include "reserve.h"

/* An enum in glibc's headers and plain numbers in musl's; the same type here. */
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
/* 1 if the variable is set but must be ignored because this is a set-user-id program. */
int cplatform_is_withheld(const char *name);

/* Milliseconds of the monotonic clock. */
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

/* Sets the thread's locale to "C" until cplatform_leave_c_locale, for strtod and printf. */
static inline locale_t cplatform_enter_c_locale(void)
{
    return uselocale(newlocale(LC_ALL_MASK, "C", (locale_t)0));
}
static inline void cplatform_leave_c_locale(locale_t before)
{
    uselocale(before);
}

/* 1 if it is a file, not a directory, and this process can read it. */
int cplatform_is_readable_file(const char *path);

#endif
