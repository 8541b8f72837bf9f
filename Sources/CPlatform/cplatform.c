#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "cplatform.h"

#define HIDDEN __attribute__((visibility("hidden")))

/* The Embedded Swift runtime needs arc4random_buf, which glibc has since 2.36. */
HIDDEN void arc4random_buf(void *buffer, size_t length)
{
    unsigned char *bytes = buffer;
    while (length > 0) {
        ssize_t count = getrandom(bytes, length > 256 ? 256 : length, 0);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0) { /* blocked by a sandbox: the clock is enough for hash seeds and jitter */
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

HIDDEN int cplatform_is_withheld(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' && secure_getenv(name) == NULL;
}

HIDDEN int cplatform_is_readable_file(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && !S_ISDIR(about.st_mode) && eaccess(path, R_OK) == 0;
}
