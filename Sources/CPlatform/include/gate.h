/* The fork epoch, and the gate around libcurl and OpenSSL. */
#ifndef CPLATFORM_GATE_H
#define CPLATFORM_GATE_H

#include <signal.h>
#include <stdint.h>

/* A number that is different in every process made by fork or clone. An object of another epoch belongs to an
 * ancestor of this process. The first call in a child replaces the inherited descriptors (descriptors.h).
 * Async-signal-safe. */
uint32_t cplatform_fork_epoch(void);

/* libcurl, OpenSSL and this library's locks are used only inside the gate, briefly and without waiting for
 * the network. fork waits until no other thread is inside, at most CPLATFORM_FORK_DELAY_MS, so that no lock
 * is copied while it is held. If a thread is still inside then, the gate stays closed in the child. */
enum { CPLATFORM_FORK_DELAY_MS = 1000 };

enum { CPLATFORM_REFUSED_FORKED = -1, CPLATFORM_REFUSED_EXITING = -2 };

/* Returns the place taken, 0 or more, or a CPLATFORM_REFUSED_... that is final. With `writes` SIGPIPE is
 * blocked on this thread until it leaves. One raised by a write of this thread is discarded; one sent by
 * another process or by pthread_kill is delivered then. */
int cplatform_gate_enter(int writes);
void cplatform_gate_leave(int place);

/* 0, or why the gate is closed. */
int cplatform_gate_refusal(void);

/* Closes the gate permanently and waits for the threads inside, as long as fork would. OpenSSL is about to
 * clean up. */
void cplatform_gate_close(void);

/* SIGPIPE's state before it was blocked. */
typedef struct {
    sigset_t mask;
    int was_pending;
} cplatform_sigpipe;

void cplatform_block_sigpipe(cplatform_sigpipe *state);
void cplatform_restore_sigpipe(const cplatform_sigpipe *state);

#endif
