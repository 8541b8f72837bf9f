#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "cplatform.h"

#define HIDDEN __attribute__((visibility("hidden")))

HIDDEN int cplatform_open_socket(cplatform_opened *opened, int family, int type, int protocol)
{
    for (int i = 0; i < CPLATFORM_MOST_SOCKETS; i++)
        if (opened->sockets[i] == 0) {
            opened->sockets[i] = cplatform_socket(family, type, protocol);
            return cplatform_number(opened->sockets[i]);
        }
    errno = EMFILE;
    return -1;
}

HIDDEN void cplatform_close_socket(cplatform_opened *opened, int number)
{
    for (int i = 0; i < CPLATFORM_MOST_SOCKETS; i++)
        if (cplatform_number(opened->sockets[i]) == number) {
            cplatform_close(opened->sockets[i]);
            opened->sockets[i] = 0;
        }
}

HIDDEN int cplatform_has_socket(const cplatform_opened *opened, int number)
{
    for (int i = 0; i < CPLATFORM_MOST_SOCKETS; i++)
        if (cplatform_number(opened->sockets[i]) == number)
            return 1;
    return 0;
}

HIDDEN void cplatform_tidy_sockets(cplatform_opened *opened)
{
    for (int i = 0; i < CPLATFORM_MOST_SOCKETS; i++)
        if (opened->sockets[i] != 0 && !cplatform_is_own(opened->sockets[i]))
            opened->sockets[i] = 0;
}

HIDDEN int cplatform_has_input(const cplatform_opened *opened)
{
    struct pollfd wanted[CPLATFORM_MOST_SOCKETS];
    for (int i = 0; i < CPLATFORM_MOST_SOCKETS; i++) {
        wanted[i].fd = cplatform_number(opened->sockets[i]);
        wanted[i].events = POLLIN;
    }
    return poll(wanted, CPLATFORM_MOST_SOCKETS, 0) > 0;
}

HIDDEN void cplatform_adopt_wakeup(cplatform_opened *opened, const int numbers[2])
{
    for (int i = 0; i < 2; i++)
        opened->wakeup[i] = numbers[i] < 0 ? 0 : cplatform_adopt(numbers[i]);
}

HIDDEN void cplatform_forget_wakeup(cplatform_opened *opened)
{
    cplatform_forget(opened->wakeup[0]);
    cplatform_forget(opened->wakeup[1]);
}

HIDDEN int cplatform_is_intact(const cplatform_opened *opened, int with_wakeup)
{
    for (int i = 0; i < CPLATFORM_MOST_SOCKETS; i++)
        if (opened->sockets[i] != 0 && !cplatform_is_own(opened->sockets[i]))
            return 0;
    for (int i = 0; i < 2; i++)
        if (opened->wakeup[i] != 0 && !cplatform_is_own(opened->wakeup[i]))
            return 0;
    return !with_wakeup || opened->wakeup[0] != 0;
}

HIDDEN void cplatform_close_all(cplatform_opened *opened)
{
    for (int i = 0; i < CPLATFORM_MOST_SOCKETS; i++)
        cplatform_close(opened->sockets[i]);
    cplatform_close(opened->wakeup[0]);
    cplatform_close(opened->wakeup[1]);
}
