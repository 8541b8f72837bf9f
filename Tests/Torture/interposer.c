/* Which call fails, and the system calls. */
#include "interposer.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static const char *const names[KIND_COUNT] = {"none",
                                              "allocation",
                                              "socket",
                                              "socketpair",
                                              "connect",
                                              "send",
                                              "receive",
                                              "poll",
                                              "epoll_create",
                                              "epoll_ctl",
                                              "epoll_wait",
                                              "timerfd_create",
                                              "timerfd_settime",
                                              "eventfd"};

static atomic_int armed;
static enum interposer_kind chosen;
static long first_failure;
static int is_lasting;
static atomic_long calls;
static atomic_long failures;

enum interposer_kind interposer_kind_of(const char *name)
{
    int kind = 0;

    while (kind < KIND_COUNT && strcmp(names[kind], name) != 0)
        kind++;
    return (enum interposer_kind)kind;
}

void interposer_arm(enum interposer_kind kind, long first, int lasting)
{
    chosen = kind;
    first_failure = first;
    is_lasting = lasting;
    atomic_store(&calls, 0);
    atomic_store(&failures, 0);
    interposer_forget_blocks();
    atomic_store(&armed, 1);
}

void interposer_disarm(void)
{
    atomic_store(&armed, 0);
}

int interposer_is_armed(void)
{
    return atomic_load(&armed);
}

long interposer_calls(void)
{
    return atomic_load(&calls);
}

long interposer_failures(void)
{
    return atomic_load(&failures);
}

int interposer_must_fail(enum interposer_kind kind)
{
    long number;

    if (!atomic_load(&armed) || kind != chosen)
        return 0;
    number = atomic_fetch_add(&calls, 1) + 1;
    if (number != first_failure && !(is_lasting && number > first_failure))
        return 0;
    atomic_fetch_add(&failures, 1);
    return 1;
}

static int fail(int error)
{
    errno = error;
    return -1;
}

/* What else is written and read, files and eventfds, is left alone. */
static int is_socket(int descriptor)
{
    int type;
    int saved = errno;
    socklen_t length = sizeof type;
    int outcome = (int)syscall(SYS_getsockopt, descriptor, SOL_SOCKET, SO_TYPE, &type, &length);

    errno = saved;
    return outcome == 0;
}

int socket(int domain, int type, int protocol)
{
    return interposer_must_fail(KIND_SOCKET) ? fail(EMFILE)
                                             : (int)syscall(SYS_socket, domain, type, protocol);
}

int socketpair(int domain, int type, int protocol, int ends[2])
{
    return interposer_must_fail(KIND_SOCKETPAIR) ? fail(EMFILE)
                                                 : (int)syscall(SYS_socketpair, domain, type, protocol, ends);
}

int connect(int descriptor, const struct sockaddr *address, socklen_t length)
{
    return interposer_must_fail(KIND_CONNECT) ? fail(ECONNREFUSED)
                                              : (int)syscall(SYS_connect, descriptor, address, length);
}

ssize_t sendto(int descriptor, const void *bytes, size_t count, int flags, const struct sockaddr *address,
               socklen_t length)
{
    return interposer_must_fail(KIND_SEND)
               ? fail(EPIPE)
               : syscall(SYS_sendto, descriptor, bytes, count, flags, address, length);
}

ssize_t send(int descriptor, const void *bytes, size_t count, int flags)
{
    return sendto(descriptor, bytes, count, flags, NULL, 0);
}

ssize_t write(int descriptor, const void *bytes, size_t count)
{
    return is_socket(descriptor) && interposer_must_fail(KIND_SEND)
               ? fail(EPIPE)
               : syscall(SYS_write, descriptor, bytes, count);
}

ssize_t recvfrom(int descriptor, void *bytes, size_t count, int flags, struct sockaddr *address,
                 socklen_t *length)
{
    return interposer_must_fail(KIND_RECEIVE)
               ? fail(ECONNRESET)
               : syscall(SYS_recvfrom, descriptor, bytes, count, flags, address, length);
}

ssize_t recv(int descriptor, void *bytes, size_t count, int flags)
{
    return recvfrom(descriptor, bytes, count, flags, NULL, NULL);
}

ssize_t read(int descriptor, void *bytes, size_t count)
{
    return is_socket(descriptor) && interposer_must_fail(KIND_RECEIVE)
               ? fail(ECONNRESET)
               : syscall(SYS_read, descriptor, bytes, count);
}

int poll(struct pollfd *descriptors, nfds_t count, int milliseconds)
{
    struct timespec limit = {milliseconds / 1000, milliseconds % 1000 * 1000000L};

    return interposer_must_fail(KIND_POLL) ? fail(ENOMEM)
                                           : (int)syscall(SYS_ppoll, descriptors, count,
                                                          milliseconds < 0 ? NULL : &limit, NULL, (size_t)8);
}

int epoll_create1(int flags)
{
    return interposer_must_fail(KIND_EPOLL_CREATE) ? fail(EMFILE) : (int)syscall(SYS_epoll_create1, flags);
}

int epoll_ctl(int set, int operation, int descriptor, struct epoll_event *event)
{
    return interposer_must_fail(KIND_EPOLL_CONTROL)
               ? fail(ENOMEM)
               : (int)syscall(SYS_epoll_ctl, set, operation, descriptor, event);
}

int epoll_wait(int set, struct epoll_event *events, int count, int milliseconds)
{
    return interposer_must_fail(KIND_EPOLL_WAIT)
               ? fail(EINTR)
               : (int)syscall(SYS_epoll_pwait, set, events, count, milliseconds, NULL, (size_t)8);
}

int timerfd_create(int clock, int flags)
{
    return interposer_must_fail(KIND_TIMER_CREATE) ? fail(EMFILE)
                                                   : (int)syscall(SYS_timerfd_create, clock, flags);
}

int timerfd_settime(int timer, int flags, const struct itimerspec *value, struct itimerspec *before)
{
    return interposer_must_fail(KIND_TIMER_SET)
               ? fail(ECANCELED)
               : (int)syscall(SYS_timerfd_settime, timer, flags, value, before);
}

int eventfd(unsigned int count, int flags)
{
    return interposer_must_fail(KIND_EVENTFD) ? fail(EMFILE) : (int)syscall(SYS_eventfd2, count, flags);
}
