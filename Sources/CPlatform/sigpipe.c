#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "cplatform.h"

#include <sys/syscall.h>

#define HIDDEN __attribute__((visibility("hidden")))

static sigset_t only_sigpipe(void)
{
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    return pipe;
}

HIDDEN void cplatform_block_sigpipe(cplatform_sigpipe *state)
{
    sigset_t pipe = only_sigpipe();
    sigset_t pending;
    sigemptyset(&pending);
    sigpending(&pending);
    state->was_pending = sigismember(&pending, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, &state->mask);
}

/* A SIGPIPE raised by a write has this process as its sender, like one sent by kill. */
static int is_of_a_write(const siginfo_t *signal)
{
    return signal->si_code == SI_USER && signal->si_pid == getpid();
}

static void send_again(siginfo_t *signal)
{
    if (signal->si_code == SI_TKILL)
        syscall(SYS_rt_tgsigqueueinfo, getpid(), syscall(SYS_gettid), SIGPIPE, signal);
    else
        syscall(SYS_rt_sigqueueinfo, getpid(), SIGPIPE, signal);
}

HIDDEN void cplatform_restore_sigpipe(const cplatform_sigpipe *state)
{
    enum { MOST = 2 }; /* the thread's and the process's; each is pending at most once */
    siginfo_t foreign[MOST], found;
    int count = 0, saved = errno;

    for (int looks = 0; !state->was_pending && looks < 16; looks++) {
        const struct timespec at_once = {0, 0};
        sigset_t pipe = only_sigpipe();
        if (sigtimedwait(&pipe, &found, &at_once) == -1) {
            if (errno != EINTR)
                break;
        } else if (!is_of_a_write(&found) && count < MOST) {
            foreign[count++] = found;
        }
    }
    for (int i = 0; i < count; i++)
        send_again(&foreign[i]);
    pthread_sigmask(SIG_SETMASK, &state->mask, NULL);
    errno = saved;
}
