#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "cplatform.h"

#include <linux/futex.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#define HIDDEN __attribute__((visibility("hidden")))

/* ---- Epoch. The state is in a page that the kernel wipes in every child (MADV_WIPEONFORK). That includes a
 * child of clone, which runs no fork handlers and may have its parent's process id in another namespace. */

enum { INHERITED = 0, RESETTING, OWN };

static atomic_uint without_page = OWN;
static atomic_uint *state = &without_page;
static atomic_uint epoch = 1;
static atomic_int owner; /* the id of this process, if the kernel does not support such pages */

static int leave_others(void);

static void reset_after_fork(void)
{
    sigset_t all, before;
    unsigned expected = INHERITED;
    int saved = errno;

    sigfillset(&all); /* a signal handler that got here would wait for this thread */
    pthread_sigmask(SIG_BLOCK, &all, &before);
    if (atomic_compare_exchange_strong(state, &expected, RESETTING)) {
        atomic_fetch_add(&epoch, 1);
        cplatform_descriptors_reset_after_fork(leave_others());
        atomic_store(state, OWN);
    }
    while (atomic_load(state) != OWN)
        sched_yield();
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = saved;
}

HIDDEN uint32_t cplatform_fork_epoch(void)
{
    if (state == &without_page) {
        int process = getpid();
        if (atomic_exchange(&owner, process) != process)
            atomic_store(state, INHERITED);
    }
    if (atomic_load_explicit(state, memory_order_acquire) != OWN)
        reset_after_fork();
    return atomic_load_explicit(&epoch, memory_order_relaxed);
}

/* ---- Gate. A place stores the thread that is inside. A thread recognizes its own places by that, also in a
 * signal handler that interrupts entering or leaving. */

enum { PLACES = 64 };

static struct {
    _Alignas(64) _Atomic(uintptr_t) thread;
    int writes, cancel_state;
    cplatform_sigpipe sigpipe;
} places[PLACES];
static atomic_int forks;           /* in progress */
static _Atomic(uintptr_t) forking; /* the thread of the last one */
static atomic_int changes;         /* counted while a thread waits for the threads inside */
static atomic_int refusal;

static uintptr_t this_thread(void)
{
    return (uintptr_t)pthread_self();
}

static void wait_for_change(atomic_int *word, int value, int64_t milliseconds)
{
    struct timespec most = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, &most, NULL, 0);
}

static void wake(atomic_int *word)
{
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, INT32_MAX, NULL, NULL, 0);
}

static int others_are_inside(void)
{
    uintptr_t own = this_thread();
    for (int i = 0; i < PLACES; i++) {
        uintptr_t thread = atomic_load(&places[i].thread);
        if (thread != 0 && thread != own)
            return 1;
    }
    return 0;
}

static void wait_for_others(void)
{
    int64_t end = cplatform_monotonic_ms() + CPLATFORM_FORK_DELAY_MS;
    for (;;) {
        int seen = atomic_load(&changes);
        int64_t left = end - cplatform_monotonic_ms();
        if (left <= 0 || !others_are_inside())
            return;
        wait_for_change(&changes, seen, left);
    }
}

static int take_place(uintptr_t own)
{
    unsigned start = (unsigned)((own >> 6) * 2654435761u >> 16);
    for (unsigned i = 0; i < PLACES; i++) {
        unsigned place = (start + i) % PLACES;
        uintptr_t expected = 0;
        if (atomic_compare_exchange_strong(&places[place].thread, &expected, own))
            return (int)place;
    }
    return -1;
}

static void give_place_back(int place)
{
    atomic_store(&places[place].thread, 0);
    if (atomic_load(&forks) != 0 || atomic_load(&refusal) != 0) {
        atomic_fetch_add(&changes, 1);
        wake(&changes);
    }
}

HIDDEN int cplatform_gate_refusal(void)
{
    cplatform_fork_epoch();
    return atomic_load(&refusal);
}

enum { NOT_YET = -100 };

static int try_to_enter(uintptr_t own, int is_patient)
{
    int refused = cplatform_gate_refusal();
    int place = refused != 0 ? refused : take_place(own);

    if (place < 0)
        return refused != 0 ? refused : NOT_YET;
    if (atomic_load(&refusal) == 0 &&
        (atomic_load(&forks) == 0 || atomic_load(&forking) == own || !is_patient))
        return place;
    give_place_back(place);
    return NOT_YET;
}

HIDDEN int cplatform_gate_enter(int writes)
{
    uintptr_t own = this_thread();
    int saved = errno, place = try_to_enter(own, 1);
    int64_t end = place == NOT_YET ? cplatform_monotonic_ms() + 2 * CPLATFORM_FORK_DELAY_MS : 0;

    while (place == NOT_YET) {
        int under_way = atomic_load(&forks);
        if (under_way != 0)
            wait_for_change(&forks, under_way, CPLATFORM_FORK_DELAY_MS);
        else
            sched_yield(); /* all places are taken */
        /* A thread that has waited longer than any fork may take enters; the child then knows of it. */
        place = try_to_enter(own, cplatform_monotonic_ms() < end);
    }
    errno = saved;
    if (place >= 0) {
        /* pthread_cancel would leave the place, and perhaps a lock of libcurl, behind. */
        pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &places[place].cancel_state);
        places[place].writes = writes;
        if (writes)
            cplatform_block_sigpipe(&places[place].sigpipe);
    }
    return place;
}

HIDDEN void cplatform_gate_leave(int place)
{
    cplatform_sigpipe sigpipe = places[place].sigpipe;
    int writes = places[place].writes, cancel_state = places[place].cancel_state, saved = errno;

    give_place_back(place);
    if (writes)
        cplatform_restore_sigpipe(&sigpipe);
    pthread_setcancelstate(cancel_state, NULL);
    errno = saved;
}

HIDDEN void cplatform_gate_close(void)
{
    int expected = 0;
    atomic_compare_exchange_strong(&refusal, &expected, CPLATFORM_REFUSED_EXITING);
    wait_for_others();
}

/* In a child, where only the forking thread exists. Other threads that were inside may have left locks that
 * are never released. Returns whether libcurl will never be used again, not even by a call that this thread
 * is in. */
static int leave_others(void)
{
    uintptr_t own = this_thread();
    int is_inside = 0;

    if (others_are_inside())
        atomic_store(&refusal, CPLATFORM_REFUSED_FORKED);
    for (int i = 0; i < PLACES; i++)
        if (atomic_load(&places[i].thread) == own)
            is_inside = 1;
        else
            atomic_store(&places[i].thread, 0);
    atomic_store(&forks, 0);
    cplatform_reserve_reset_after_fork();
    return !is_inside && atomic_load(&refusal) != 0;
}

/* ---- Fork handlers */

static void before_fork(void)
{
    int saved = errno;
    atomic_store(&forking, this_thread());
    atomic_fetch_add(&forks, 1);
    wait_for_others();
    errno = saved;
}

static void after_fork_in_parent(void)
{
    int saved = errno;
    if (atomic_fetch_sub(&forks, 1) == 1)
        atomic_store(&forking, 0);
    wake(&forks);
    errno = saved;
}

static void after_fork_in_child(void)
{
    if (state == &without_page)
        atomic_store(state, INHERITED);
    atomic_store(&owner, getpid());
    cplatform_fork_epoch();
}

__attribute__((constructor)) static void prepare_for_fork(void)
{
    size_t size = (size_t)sysconf(_SC_PAGESIZE);
    void *page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    atomic_store(&owner, getpid());
    if (page != MAP_FAILED) {
        if (madvise(page, size, MADV_WIPEONFORK) == 0) {
            state = page;
            atomic_store(state, OWN);
        } else {
            munmap(page, size);
        }
    }
    pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child);
}
