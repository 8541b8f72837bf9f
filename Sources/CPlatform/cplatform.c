#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "cplatform.h"

#include <stdatomic.h>

#define HIDDEN __attribute__((visibility("hidden")))

/* The Embedded Swift runtime asks for arc4random_buf, which glibc has only since 2.36. */
HIDDEN void arc4random_buf(void *buffer, size_t length)
{
    unsigned char *bytes = buffer;
    while (length > 0) {
        ssize_t count = getrandom(bytes, length > 256 ? 256 : length, 0);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0) { /* refused by a sandbox: hash seeds and jitter can do with the clock */
            bytes[0] = (unsigned char)(cplatform_monotonic_ns() >> (length % 8));
            count = 1;
        }
        bytes += count;
        length -= (size_t)count;
    }
}

HIDDEN const char *cplatform_environment(const char *name)
{
    return secure_getenv(name);
}

HIDDEN int cplatform_holds(const void *text, size_t length, const void *part, size_t part_length)
{
    return memmem(text, length, part, part_length) != NULL;
}

HIDDEN int cplatform_replace_descriptor(int fresh, int old)
{
    return dup3(fresh, old, O_CLOEXEC);
}

HIDDEN void cplatform_block_sigpipe(cplatform_sigpipe *state)
{
    sigset_t pipe;
    sigset_t pending;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    sigemptyset(&pending);
    sigpending(&pending);
    state->was_pending = sigismember(&pending, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, &state->mask);
}

HIDDEN void cplatform_restore_sigpipe(const cplatform_sigpipe *state)
{
    int saved = errno;
    if (!state->was_pending) {
        const struct timespec at_once = {0, 0};
        sigset_t pipe;
        sigemptyset(&pipe);
        sigaddset(&pipe, SIGPIPE);
        while (sigtimedwait(&pipe, NULL, &at_once) == -1 && errno == EINTR)
            ;
    }
    pthread_sigmask(SIG_SETMASK, &state->mask, NULL);
    errno = saved;
}

HIDDEN int cplatform_is_readable(int descriptor)
{
    struct pollfd wanted = {descriptor, POLLIN, 0};
    return poll(&wanted, 1, 0) == 1;
}

HIDDEN int cplatform_is_socket_pair(int descriptor)
{
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    return getpeername(descriptor, (struct sockaddr *)&address, &length) == 0 &&
           address.ss_family == AF_UNIX && length <= sizeof address.ss_family;
}

HIDDEN int cplatform_is_readable_file(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && !S_ISDIR(about.st_mode) && access(path, R_OK) == 0;
}

static _Atomic(void *) shared;

HIDDEN void *cplatform_shared(void)
{
    return atomic_load_explicit(&shared, memory_order_acquire);
}

HIDDEN void *cplatform_share(void *object)
{
    void *expected = NULL;
    return atomic_compare_exchange_strong(&shared, &expected, object) ? object : expected;
}
