/* Removes MSG_NOSIGNAL from send, as if OpenSSL wrote without it: a broken connection then raises SIGPIPE. */
#define _GNU_SOURCE
#include <stddef.h>
#include <sys/socket.h>

ssize_t send(int descriptor, const void *data, size_t length, int flags)
{
    return sendto(descriptor, data, length, flags & ~MSG_NOSIGNAL, NULL, 0);
}
