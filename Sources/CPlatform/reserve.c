#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "reserve.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#define HIDDEN __attribute__((visibility("hidden")))

/* In front of each block. */
typedef struct block {
    size_t previous; /* where the block below begins */
    atomic_int is_freed;
} block;

enum { ALIGNMENT = 16, HEADER = sizeof(block) };
_Static_assert(HEADER == ALIGNMENT, "blocks stay aligned");

/* Not touched, and so no memory at all, until the system refuses an allocation. */
static _Alignas(ALIGNMENT) unsigned char memory[CPLATFORM_RESERVE_REGIONS][CPLATFORM_RESERVE_SIZE];

/* A stack of blocks. Only its owner allocates and removes; any thread may free a block. */
typedef struct region {
    _Atomic(uintptr_t) owner; /* a thread; 0: free */
    size_t used;              /* where the next block begins */
    size_t last;              /* where the last block begins */
} region;

static region regions[CPLATFORM_RESERVE_REGIONS];
static atomic_int regions_taken;

static uintptr_t this_thread(void)
{
    return (uintptr_t)pthread_self();
}

static block *block_at(const region *of, size_t place)
{
    return (block *)(void *)&memory[of - regions][place];
}

static void remove_freed(region *from)
{
    while (from->used > 0 && atomic_load(&block_at(from, from->last)->is_freed)) {
        from->used = from->last;
        from->last = block_at(from, from->last)->previous;
    }
}

/* The region of this thread; NULL, as a rule, if it has none. */
static region *owned(void)
{
    uintptr_t own = this_thread();
    if (atomic_load_explicit(&regions_taken, memory_order_relaxed) == 0)
        return NULL;
    for (int i = 0; i < CPLATFORM_RESERVE_REGIONS; i++)
        if (atomic_load_explicit(&regions[i].owner, memory_order_relaxed) == own)
            return &regions[i];
    return NULL;
}

static void give_back(region *taken)
{
    remove_freed(taken);
    atomic_store(&taken->owner, 0);
    atomic_fetch_sub(&regions_taken, 1);
}

/* A region that still holds a block, against the rule, is not used again before that is freed. */
static region *take_any(void)
{
    for (int i = 0; i < CPLATFORM_RESERVE_REGIONS; i++) {
        uintptr_t expected = 0;
        if (!atomic_compare_exchange_strong(&regions[i].owner, &expected, this_thread()))
            continue;
        atomic_fetch_add(&regions_taken, 1);
        remove_freed(&regions[i]);
        if (regions[i].used == 0)
            return &regions[i];
        give_back(&regions[i]);
    }
    return NULL;
}

/* A thread with a region does not wait for other threads or the network, so a region is free soon. */
static region *take(void)
{
    struct timespec moment = {0, 1000000};
    region *taken = owned();

    while (taken == NULL && (taken = take_any()) == NULL)
        nanosleep(&moment, NULL);
    return taken;
}

HIDDEN size_t cplatform_reserve_used(void)
{
    region *taken = owned();
    if (taken == NULL)
        return 0;
    remove_freed(taken);
    return taken->used + 1;
}

HIDDEN void cplatform_reserve_leave(void)
{
    region *taken = owned();
    if (taken != NULL)
        give_back(taken);
}

HIDDEN void cplatform_reserve_reset_after_fork(void)
{
    uintptr_t own = this_thread();
    for (int i = 0; i < CPLATFORM_RESERVE_REGIONS; i++)
        if (atomic_load(&regions[i].owner) != own && atomic_exchange(&regions[i].owner, 0) != 0)
            atomic_fetch_sub(&regions_taken, 1);
}

/* ---- What a call that used the reserve fails with. */

const void *cplatform_make_out_of_memory(void); /* in Swift */

HIDDEN const void *cplatform_out_of_memory;

__attribute__((constructor)) static void prepare(void)
{
    cplatform_out_of_memory = cplatform_make_out_of_memory();
    cplatform_reserve_leave();
}

#ifdef WORKOSDS_RESERVE
/* ---- The library's own references to posix_memalign and free lead here: by the linker's option --wrap, in
 * libworkosds.a by scripts/build-static-archive. Swift's runtime allocates by posix_memalign alone. */

int __real_posix_memalign(void **made, size_t alignment, size_t size);
void __real_free(void *given);

HIDDEN int __wrap_posix_memalign(void **made, size_t alignment, size_t size)
{
    int saved = errno;
    region *taken;
    block *fresh;

    if (__real_posix_memalign(made, alignment, size) == 0)
        return 0;
    taken = take();
    size = HEADER + (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (size > CPLATFORM_RESERVE_SIZE - taken->used)
        return ENOMEM;
    fresh = block_at(taken, taken->used);
    fresh->previous = taken->last;
    atomic_store(&fresh->is_freed, 0);
    taken->last = taken->used;
    taken->used += size;
    *made = fresh + 1;
    errno = saved;
    return 0;
}

HIDDEN void __wrap_free(void *given)
{
    if ((uintptr_t)given - (uintptr_t)memory >= sizeof memory) {
        __real_free(given);
        return;
    }
    block *freed = (block *)given - 1;
    atomic_store(&freed->is_freed, 1);
}
#endif
