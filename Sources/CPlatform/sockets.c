#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "cplatform.h"

#include <stdatomic.h>

#define HIDDEN __attribute__((visibility("hidden")))
#define BLOCK_SIZE 62

/* A slot holds a descriptor + 1; 0 is free. */
struct cplatform_sockets {
    atomic_int slots[BLOCK_SIZE];
    _Atomic(cplatform_sockets *) next;
};

HIDDEN cplatform_sockets *cplatform_sockets_new(void)
{
    return calloc(1, sizeof(cplatform_sockets));
}

static int replace(cplatform_sockets *block, int old, int new)
{
    for (int i = 0; i < BLOCK_SIZE; i++) {
        int expected = old;
        if (atomic_compare_exchange_strong(&block->slots[i], &expected, new))
            return 1;
    }
    return 0;
}

HIDDEN void cplatform_sockets_add(cplatform_sockets *sockets, int descriptor)
{
    while (sockets != NULL && !replace(sockets, 0, descriptor + 1)) {
        cplatform_sockets *next = atomic_load(&sockets->next);
        if (next == NULL) {
            cplatform_sockets *fresh = cplatform_sockets_new();
            if (fresh != NULL && !atomic_compare_exchange_strong(&sockets->next, &next, fresh))
                free(fresh); /* another thread was faster: `next` is its block */
            else
                next = fresh;
        }
        sockets = next;
    }
}

HIDDEN void cplatform_sockets_remove(cplatform_sockets *sockets, int descriptor)
{
    while (sockets != NULL && !replace(sockets, descriptor + 1, 0))
        sockets = atomic_load(&sockets->next);
}

HIDDEN void cplatform_sockets_neutralize(cplatform_sockets *sockets)
{
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (; sockets != NULL; sockets = atomic_load(&sockets->next))
        for (int i = 0; i < BLOCK_SIZE; i++) {
            int descriptor = atomic_exchange(&sockets->slots[i], 0) - 1;
            if (descriptor >= 0 && nowhere >= 0)
                dup3(nowhere, descriptor, O_CLOEXEC);
        }
    if (nowhere >= 0)
        close(nowhere);
}

HIDDEN void cplatform_sockets_free(cplatform_sockets *sockets)
{
    while (sockets != NULL) {
        cplatform_sockets *next = atomic_load(&sockets->next);
        free(sockets);
        sockets = next;
    }
}
