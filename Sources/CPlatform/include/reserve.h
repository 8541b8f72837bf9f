/* Memory for what Swift cannot do without. Embedded Swift ends the process when an allocation fails. Its
 * allocations are therefore served from a reserve when the system refuses them. A call that had to use the
 * reserve fails with "out of memory"; nothing of what it allocated there outlives it. */
#ifndef CPLATFORM_RESERVE_H
#define CPLATFORM_RESERVE_H

#include <stddef.h>
#include <stdint.h>

/* One region serves one call. A call needs a region from its first refused allocation on, and stops soon
 * after it: Tests/Torture measures how much that takes. Calls on more threads wait until a region is free. */
enum { CPLATFORM_RESERVE_REGIONS = 8, CPLATFORM_RESERVE_SIZE = 128 << 10 };

/* 0 if the call that this thread is in has not used the reserve, else more than 0: more by what it has
 * allocated there and not freed yet. */
size_t cplatform_reserve_used(void);

/* At the end of every call that allocates: others may have the thread's region. */
void cplatform_reserve_leave(void);

/* In a forked child: what other threads had taken is free. */
void cplatform_reserve_reset_after_fork(void);

/* The error "out of memory": created when the library is loaded, never freed. */
extern const void *_Nonnull cplatform_out_of_memory __attribute__((visibility("hidden")));

#endif
