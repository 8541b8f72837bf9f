#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "ccurl.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/sockios.h>

enum { BELOW = 16, WINDOW = 96, FEWEST_ROUNDS = 4, MOST_ROUNDS = 32 };

/* Descriptors that may be the wake-up's. `fd` is -1 for those ruled out. */
typedef struct candidates {
    struct pollfd readers[WINDOW];
    struct pollfd writers[WINDOW];
} candidates;

static void look(struct pollfd *list)
{
    for (int i = 0; i < WINDOW; i++)
        list[i].revents = 0;
    poll(list, WINDOW, 0);
}

static int is_local_socket(int number)
{
    struct sockaddr_storage name;
    socklen_t length = sizeof name;
    return getsockname(number, (struct sockaddr *)&name, &length) == 0 && name.ss_family == AF_UNIX;
}

/* Whether the peer has yet to read what was written. */
static int holds_unread(int number)
{
    int bytes = 0;
    return ioctl(number, SIOCOUTQ, &bytes) == 0 && bytes > 0;
}

/* Rules out every candidate that does not behave as the wake-up: readable after curl_multi_wakeup, and not
 * readable after curl_multi_poll. */
static void cross_out(candidates *left, int is_awake)
{
    look(left->readers);
    for (int i = 0; i < WINDOW; i++) {
        struct pollfd *reader = &left->readers[i], *writer = &left->writers[i];
        if (reader->fd >= 0 && ((reader->revents & POLLIN) != 0) != is_awake)
            reader->fd = -1;
        if (writer->fd >= 0 && holds_unread(writer->fd) != is_awake)
            writer->fd = -1;
    }
}

/* The only candidate left, or -1. */
static int only(const struct pollfd *list)
{
    int found = -1;
    for (int i = 0; i < WINDOW; i++) {
        if (list[i].fd < 0)
            continue;
        if (found >= 0)
            return -1;
        found = list[i].fd;
    }
    return found;
}

/* Both ends of a pipe have the same inode. */
static int other_end(const struct pollfd *opened, int reader)
{
    struct stat one, other;
    if (fstat(reader, &one) != 0)
        return -1;
    for (int i = 0; i < WINDOW; i++)
        if (opened[i].fd >= 0 && opened[i].fd != reader && fstat(opened[i].fd, &other) == 0 &&
            one.st_dev == other.st_dev && one.st_ino == other.st_ino)
            return opened[i].fd;
    return -1;
}

static int find(CURLM *multi, const struct pollfd *opened, int wakeup[2])
{
    candidates left;
    struct stat about;

    for (int i = 0; i < WINDOW; i++) {
        left.readers[i] = left.writers[i] = opened[i];
        if (opened[i].fd >= 0 && !is_local_socket(opened[i].fd))
            left.writers[i].fd = -1;
    }
    for (int round = 0; round < MOST_ROUNDS; round++) {
        int taken = 0;
        curl_multi_wakeup(multi);
        cross_out(&left, 1);
        curl_multi_poll(multi, NULL, 0, 0, &taken);
        cross_out(&left, 0);
        wakeup[0] = only(left.readers);
        wakeup[1] = only(left.writers);
        if (round + 1 < FEWEST_ROUNDS || wakeup[0] < 0 || fstat(wakeup[0], &about) != 0)
            continue;
        if (S_ISFIFO(about.st_mode))
            wakeup[1] = other_end(opened, wakeup[0]);
        else if (!S_ISSOCK(about.st_mode))
            wakeup[1] = -1; /* an eventfd is both ends */
        if (wakeup[1] >= 0 || !(S_ISSOCK(about.st_mode) || S_ISFIFO(about.st_mode)))
            return 1;
    }
    return 0;
}

__attribute__((visibility("hidden"))) CURLM *ccurl_multi_init(int wakeup[2])
{
    struct pollfd window[WINDOW];
    CURLM *multi;
    int lowest_free = eventfd(0, EFD_CLOEXEC);

    if (lowest_free < 0)
        return NULL;
    close(lowest_free);
    for (int i = 0; i < WINDOW; i++) {
        window[i].fd = lowest_free - BELOW + i; /* poll ignores negative numbers */
        window[i].events = POLLIN;
    }
    look(window);
    multi = curl_multi_init();
    for (int i = 0; i < WINDOW; i++)
        if (!(window[i].revents & POLLNVAL))
            window[i].fd = -1; /* was open before */
    look(window);
    for (int i = 0; i < WINDOW; i++)
        if (window[i].revents & POLLNVAL)
            window[i].fd = -1;
    if (multi == NULL || !find(multi, window, wakeup))
        wakeup[0] = wakeup[1] = -1;
    return multi;
}
