/* Fails the second send on every connection, as if the server had closed it after its first response, and
 * that had arrived only now. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <sys/socket.h>

enum { DESCRIPTORS = 1024 };
static int sends_left[DESCRIPTORS];

int connect(int descriptor, const struct sockaddr *address, socklen_t length)
{
    int (*real)(int, const struct sockaddr *, socklen_t) =
        (int (*)(int, const struct sockaddr *, socklen_t))dlsym(RTLD_NEXT, "connect");
    if (descriptor >= 0 && descriptor < DESCRIPTORS)
        sends_left[descriptor] = address->sa_family == AF_INET ? 2 : 0;
    return real(descriptor, address, length);
}

ssize_t send(int descriptor, const void *data, size_t length, int flags)
{
    if (descriptor >= 0 && descriptor < DESCRIPTORS && sends_left[descriptor] > 0 &&
        --sends_left[descriptor] == 0) {
        errno = EPIPE;
        return -1;
    }
    return sendto(descriptor, data, length, flags, NULL, 0);
}
