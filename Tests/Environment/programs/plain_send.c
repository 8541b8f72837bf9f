/* Takes MSG_NOSIGNAL from send, as where OpenSSL writes without it: then a broken connection raises SIGPIPE.
 */
#define _GNU_SOURCE
#include <stddef.h>
#include <sys/socket.h>

ssize_t send(int descriptor, const void *data, size_t length, int flags)
{
    return sendto(descriptor, data, length, flags & ~MSG_NOSIGNAL, NULL, 0);
}
