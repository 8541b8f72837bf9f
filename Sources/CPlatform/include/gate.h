/* The fork epoch, and the gate around libcurl and OpenSSL. */
#ifndef CPLATFORM_GATE_H
#define CPLATFORM_GATE_H

#include <signal.h>
#include <stdint.h>

/* A number that differs in every process that fork or clone makes. What was made in another epoch belongs to
 * an ancestor of this process. The first call in a child replaces the descriptors that it inherited
 * (descriptors.h). Async-signal-safe. */
uint32_t cplatform_fork_epoch(void);

/* libcurl, OpenSSL and this library's own locks are used inside the gate only, for a short time and without
 * waiting for the network. fork waits until nobody else is inside, for CPLATFORM_FORK_DELAY_MS at most, so
 * that no lock is copied while it is held. A child that was forked in spite of a thread inside is refused for
 * good. */
enum { CPLATFORM_FORK_DELAY_MS = 1000 };

enum { CPLATFORM_REFUSED_FORKED = -1, CPLATFORM_REFUSED_EXITING = -2 };

/* The place taken, 0 or more; else a CPLATFORM_REFUSED_... that will not change any more. With `writes`
 * SIGPIPE is held back on this thread until it leaves: what a write of this thread raised meanwhile is
 * discarded; one that another process or pthread_kill has sent is delivered then. */
int cplatform_gate_enter(int writes);
void cplatform_gate_leave(int place);

/* 0, or why the gate stays closed. */
int cplatform_gate_refusal(void);

/* Closes the gate for good and waits for the threads inside, as long as fork would: OpenSSL is being shut
 * down. */
void cplatform_gate_close(void);

/* SIGPIPE as it was before it was held back. */
typedef struct {
    sigset_t mask;
    int was_pending;
} cplatform_sigpipe;

void cplatform_block_sigpipe(cplatform_sigpipe *state);
void cplatform_restore_sigpipe(const cplatform_sigpipe *state);

#endif
