/* A name service that never responds for hosts in .silent, and writes a byte to the descriptor
 * $RESOLVER_ASKED for each such lookup. Other hosts are resolved as usual. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef int lookup(const char *, const char *, const struct addrinfo *, struct addrinfo **);

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **result)
{
    const char *ending = node == NULL ? NULL : strrchr(node, '.');
    if (ending != NULL && strcmp(ending, ".silent") == 0) {
        const char *asked = getenv("RESOLVER_ASKED");
        if (asked != NULL && write(atoi(asked), "a", 1) == 1)
            for (;;)
                pause();
    }
    return ((lookup *)dlsym(RTLD_NEXT, "getaddrinfo"))(node, service, hints, result);
}
