/* The memory: which allocation fails, and an account of those that succeed. */
#include "interposer.h"

#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define SLOTS 65536 /* a power of two */

/* glibc's own names for what is interposed. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *block);

static struct {
    void *block;
    const void *caller;
} slots[SLOTS];
static void *const removed = &slots; /* a freed slot; the search continues after it */
static size_t held;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static size_t refused;
static size_t most_refused;

static size_t slot_of(const void *block)
{
    return (((uintptr_t)block >> 4) * 0x9E3779B97F4A7C15u >> 40) & (SLOTS - 1);
}

static void enter(void *block, const void *caller)
{
    size_t slot = slot_of(block);

    if (block == NULL || !interposer_is_armed())
        return;
    pthread_mutex_lock(&mutex);
    while (slots[slot].block != NULL && slots[slot].block != removed)
        slot = (slot + 1) & (SLOTS - 1);
    slots[slot].block = block;
    slots[slot].caller = caller;
    held++;
    pthread_mutex_unlock(&mutex);
}

/* Whether the block was recorded. */
static int leave(const void *block)
{
    size_t slot = slot_of(block);
    int found = 0;

    pthread_mutex_lock(&mutex);
    while (held > 0 && slots[slot].block != NULL && !found) {
        found = slots[slot].block == block;
        if (found) {
            slots[slot].block = removed;
            held--;
        }
        slot = (slot + 1) & (SLOTS - 1);
    }
    pthread_mutex_unlock(&mutex);
    return found;
}

void interposer_forget_blocks(void)
{
    pthread_mutex_lock(&mutex);
    memset(slots, 0, sizeof slots);
    held = 0;
    refused = 0;
    most_refused = 0;
    pthread_mutex_unlock(&mutex);
}

/* OpenSSL fills tables and queues of errors; the loader has a block for each thread, which glibc keeps with
 * its stack. */
static int is_lasting(const char *library)
{
    return strstr(library, "libcrypto") != NULL || strstr(library, "ld-linux") != NULL;
}

size_t interposer_blocks_held(char *callers, size_t size)
{
    size_t used = 0;
    size_t count = 0;

    callers[0] = '\0';
    for (size_t slot = 0; slot < SLOTS; slot++) {
        Dl_info info;
        if (slots[slot].block == NULL || slots[slot].block == removed)
            continue;
        if (dladdr(slots[slot].caller, &info) == 0 || is_lasting(info.dli_fname))
            continue;
        count++;
        if (used + 160 > size)
            continue;
        used += (size_t)snprintf(callers + used, size - used, "%zu bytes by %.80s+0x%zx; ",
                                 malloc_usable_size(slots[slot].block), strrchr(info.dli_fname, '/') + 1,
                                 (size_t)((const char *)slots[slot].caller - (const char *)info.dli_fbase));
    }
    return count;
}

static void *fail(void)
{
    errno = ENOMEM;
    return NULL;
}

void *malloc(size_t size)
{
    void *block = interposer_must_fail(KIND_ALLOCATION) ? fail() : __libc_malloc(size);

    if (block != NULL && interposer_is_armed())
        memset(block, 0x5A, size); /* no code may rely on zeros */
    enter(block, __builtin_return_address(0));
    return block;
}

void *calloc(size_t count, size_t size)
{
    void *block = interposer_must_fail(KIND_ALLOCATION) ? fail() : __libc_calloc(count, size);

    enter(block, __builtin_return_address(0));
    return block;
}

void *realloc(void *block, size_t size)
{
    void *moved = interposer_must_fail(KIND_ALLOCATION) ? fail() : __libc_realloc(block, size);

    if (moved != NULL) {
        if (block != NULL)
            leave(block);
        enter(moved, __builtin_return_address(0));
    }
    return moved;
}

void interposer_begin_call(void)
{
    refused = 0;
}

size_t interposer_most_refused(void)
{
    return most_refused;
}

/* Swift's allocations, of one thread here. A block of the reserve has a header of 16 bytes. */
int posix_memalign(void **block, size_t alignment, size_t size)
{
    if (interposer_must_fail(KIND_ALLOCATION)) {
        refused += 16 + (size + 15) / 16 * 16;
        most_refused = refused > most_refused ? refused : most_refused;
        return ENOMEM;
    }
    *block = __libc_memalign(alignment, size);
    if (*block != NULL && interposer_is_armed())
        memset(*block, 0x5A, size);
    enter(*block, __builtin_return_address(0));
    return *block == NULL ? ENOMEM : 0;
}

void free(void *block)
{
    if (block != NULL && leave(block))
        memset(block, 0xA5, malloc_usable_size(block)); /* makes a use after free visible */
    __libc_free(block);
}
