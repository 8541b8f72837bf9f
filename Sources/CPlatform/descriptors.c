#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "cplatform.h"

#include <stdatomic.h>

void arc4random_buf(void *buffer, size_t length); /* in cplatform.c; not every libc declares it */

#define HIDDEN __attribute__((visibility("hidden")))

enum { BLOCKS = 4096, BLOCK_SIZE = 256 };

enum kind {
    NOTHING = 0,
    FILE_OF_ITS_OWN, /* a socket or a pipe: identified by device and inode */
    TIMER,           /* identified by its random interval */
    EPOLL            /* identified by the timer in it */
};

typedef struct entry {
    atomic_int kind;
    uint32_t serial;
    uint64_t identity[2];
} entry;

/* Indexed by number. Blocks are never freed. */
static _Atomic(entry *) blocks[BLOCKS];
static atomic_uint serials;

static entry *entry_of(int number)
{
    entry *block;
    if (number < 0 || number >= BLOCKS * BLOCK_SIZE)
        return NULL;
    block = atomic_load(&blocks[number / BLOCK_SIZE]);
    return block == NULL ? NULL : &block[number % BLOCK_SIZE];
}

static entry *make_entry(int number)
{
    _Atomic(entry *) *place;
    entry *fresh, *expected = NULL;

    if (entry_of(number) != NULL)
        return entry_of(number);
    if (number < 0 || number >= BLOCKS * BLOCK_SIZE)
        return NULL;
    place = &blocks[number / BLOCK_SIZE];
    fresh = calloc(BLOCK_SIZE, sizeof(entry));
    if (fresh != NULL && !atomic_compare_exchange_strong(place, &expected, fresh))
        free(fresh); /* another thread has added the block */
    return entry_of(number);
}

static entry *entry_for(cplatform_descriptor descriptor)
{
    entry *found = entry_of(cplatform_number(descriptor));
    if (found == NULL || atomic_load(&found->kind) == NOTHING || found->serial != descriptor >> 32)
        return NULL;
    return found;
}

/* ---- Identity */

static int file_identity(int number, uint64_t identity[2])
{
    struct stat about;
    if (fstat(number, &about) != 0)
        return -1;
    identity[0] = about.st_dev;
    identity[1] = about.st_ino;
    return 0;
}

static int is_timer(int number, const uint64_t identity[2])
{
    struct itimerspec now;
    return timerfd_gettime(number, &now) == 0 && (uint64_t)now.it_interval.tv_sec == identity[0] &&
           (uint64_t)now.it_interval.tv_nsec == identity[1];
}

static int watch(int epoll, int operation, int timer)
{
    struct epoll_event event = {0};
    event.events = EPOLLIN;
    event.data.fd = timer;
    return epoll_ctl(epoll, operation, timer, &event);
}

static int is_proven(int number, const entry *of)
{
    uint64_t found[2];
    const entry *timer;

    switch (atomic_load(&of->kind)) {
    case FILE_OF_ITS_OWN:
        return file_identity(number, found) == 0 && found[0] == of->identity[0] &&
               found[1] == of->identity[1];
    case TIMER:
        return is_timer(number, of->identity);
    case EPOLL:
        timer = entry_of((int)of->identity[0]);
        return timer != NULL && atomic_load(&timer->kind) == TIMER &&
               is_timer((int)of->identity[0], timer->identity) &&
               (watch(number, EPOLL_CTL_MOD, (int)of->identity[0]) == 0 || errno == ENOMEM);
    default:
        return 0;
    }
}

/* ---- Opening. Signals are blocked until a new descriptor is registered: a child forked by a handler before
 * that would not know the descriptor. */

static cplatform_descriptor enter(int number, enum kind kind, uint64_t first, uint64_t second)
{
    entry *made = make_entry(number);
    if (made == NULL) {
        errno = number < 0 ? errno : EMFILE;
        return 0;
    }
    /* An exchange synchronizes with the thread that closed the number's last descriptor. */
    atomic_exchange(&made->kind, NOTHING);
    made->serial = atomic_fetch_add(&serials, 1) % UINT32_MAX + 1;
    made->identity[0] = first;
    made->identity[1] = second;
    atomic_store(&made->kind, kind);
    return (uint64_t)made->serial << 32 | (uint32_t)number;
}

static cplatform_descriptor enter_file(int number)
{
    uint64_t identity[2];
    if (file_identity(number, identity) != 0)
        return 0;
    return enter(number, FILE_OF_ITS_OWN, identity[0], identity[1]);
}

static cplatform_descriptor or_close(cplatform_descriptor entered, int number)
{
    int saved = errno;
    if (entered == 0 && number >= 0)
        close(number);
    errno = saved;
    return entered;
}

static sigset_t hold_signals(void)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    return before;
}

HIDDEN cplatform_descriptor cplatform_socket(int family, int type, int protocol)
{
    sigset_t before = hold_signals();
    int number = socket(family, type | SOCK_CLOEXEC, protocol);
    cplatform_descriptor made = number < 0 ? 0 : or_close(enter_file(number), number);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return made;
}

HIDDEN cplatform_descriptor cplatform_timer(void)
{
    sigset_t before = hold_signals();
    int number = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    struct itimerspec setting = {{0, 0}, {0, 0}};
    cplatform_descriptor made = 0;
    uint64_t random;

    if (number >= 0) {
        arc4random_buf(&random, sizeof random);
        /* Between 34 and 68 years, so it never expires. */
        setting.it_interval.tv_sec = (time_t)((1u << 30) + (random & 0x3FFFFFFF));
        setting.it_interval.tv_nsec = (long)((random >> 32) % 1000000000);
        if (timerfd_settime(number, 0, &setting, NULL) == 0)
            made = enter(number, TIMER, (uint64_t)setting.it_interval.tv_sec,
                         (uint64_t)setting.it_interval.tv_nsec);
        made = or_close(made, number);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return made;
}

HIDDEN int cplatform_has_descriptors_left(void)
{
    enum { NEEDED = 4 }; /* libcurl's pair of sockets, and a file and a socket of the libc */
    cplatform_descriptor opened[NEEDED] = {0};
    int count = 0, error;

    while (count < NEEDED && (opened[count] = cplatform_socket(AF_UNIX, SOCK_STREAM, 0)) != 0)
        count++;
    error = errno;
    for (int i = 0; i < count; i++)
        cplatform_close(opened[i]);
    return count == NEEDED || (error != EMFILE && error != ENFILE);
}

HIDDEN cplatform_descriptor cplatform_epoll(cplatform_descriptor timer)
{
    sigset_t before = hold_signals();
    int watched = cplatform_number(timer);
    int number = epoll_create1(EPOLL_CLOEXEC);
    cplatform_descriptor made = 0;

    if (number >= 0) {
        if (watch(number, EPOLL_CTL_ADD, watched) == 0)
            made = enter(number, EPOLL, (uint64_t)watched, 0);
        made = or_close(made, number);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return made;
}

HIDDEN cplatform_descriptor cplatform_adopt(int number)
{
    struct stat about;
    cplatform_descriptor none;

    if (fstat(number, &about) != 0)
        return 0;
    if (S_ISSOCK(about.st_mode) || S_ISFIFO(about.st_mode)) {
        fcntl(number, F_SETFD, FD_CLOEXEC);
        return enter(number, FILE_OF_ITS_OWN, about.st_dev, about.st_ino);
    }
    none = cplatform_socket(AF_UNIX, SOCK_STREAM, 0);
    if (none == 0 || dup3(cplatform_number(none), number, O_CLOEXEC) < 0) {
        cplatform_close(none);
        return 0;
    }
    cplatform_close(none);
    return enter_file(number);
}

/* ---- Using and closing */

HIDDEN int cplatform_is_own(cplatform_descriptor descriptor)
{
    const entry *found = entry_for(descriptor);
    return found != NULL && is_proven(cplatform_number(descriptor), found);
}

HIDDEN int cplatform_is_timer(cplatform_descriptor descriptor)
{
    const entry *found = entry_for(descriptor);
    return found != NULL && atomic_load(&found->kind) == TIMER &&
           is_timer(cplatform_number(descriptor), found->identity);
}

HIDDEN void cplatform_forget(cplatform_descriptor descriptor)
{
    entry *found = entry_for(descriptor);
    if (found != NULL)
        atomic_store(&found->kind, NOTHING);
}

HIDDEN void cplatform_close(cplatform_descriptor descriptor)
{
    int is_own = cplatform_is_own(descriptor);
    cplatform_forget(descriptor); /* before close: another thread may get the number at once */
    if (is_own)
        close(cplatform_number(descriptor));
}

HIDDEN cplatform_descriptor cplatform_replace(cplatform_descriptor old, cplatform_descriptor fresh)
{
    entry *target = entry_for(old), *source = entry_for(fresh);
    int number = cplatform_number(old);

    if (source == NULL || target == NULL || !is_proven(number, target)) {
        cplatform_forget(old);
        return fresh;
    }
    atomic_store(&target->kind, NOTHING);
    if (dup3(cplatform_number(fresh), number, O_CLOEXEC) < 0) {
        close(number);
        return fresh;
    }
    target->serial = source->serial;
    target->identity[0] = source->identity[0];
    target->identity[1] = source->identity[1];
    atomic_store(&target->kind, atomic_load(&source->kind));
    atomic_store(&source->kind, NOTHING);
    close(cplatform_number(fresh));
    return (fresh & 0xFFFFFFFF00000000) | (uint32_t)number;
}

HIDDEN int cplatform_timer_set(cplatform_descriptor timer, int64_t nanoseconds)
{
    struct itimerspec setting;
    int saved = errno, result = -1;

    if (cplatform_is_timer(timer)) {
        const entry *found = entry_of(cplatform_number(timer));
        setting.it_interval.tv_sec = (time_t)found->identity[0];
        setting.it_interval.tv_nsec = (long)found->identity[1];
        setting.it_value.tv_sec = nanoseconds / 1000000000;
        setting.it_value.tv_nsec = nanoseconds % 1000000000;
        result = timerfd_settime(cplatform_number(timer), 0, &setting, NULL);
    }
    errno = saved;
    return result;
}

/* ---- In a child. Inherited descriptors are replaced by an unconnected socket, so that libcurl and OpenSSL
 * can still use and close the number. One socket serves all numbers. */

struct dead_socket {
    int number;   /* -1 until it is opened */
    int is_spare; /* it has a separate number, which is closed at the end */
    uint64_t identity[2];
};

static void open_dead_socket(struct dead_socket *dead)
{
    dead->number = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (dead->number < 0)
        dead->number = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    dead->is_spare = dead->number >= 0;
    if (dead->number >= 0)
        file_identity(dead->number, dead->identity);
}

static void replace_with_dead_socket(int number, entry *of, struct dead_socket *dead, int closes_files)
{
    int is_own = is_proven(number, of), was_file = atomic_load(&of->kind) == FILE_OF_ITS_OWN;

    if (is_own && was_file && dead->number >= 0 && of->identity[1] == dead->identity[1])
        return; /* replaced in the first pass */
    atomic_store(&of->kind, NOTHING);
    if (!is_own)
        return;
    if (was_file && closes_files) {
        close(number);
        return;
    }
    if (dead->number < 0)
        open_dead_socket(dead);
    if (dead->number < 0) { /* no descriptor is left: free this one for the socket */
        close(number);
        open_dead_socket(dead);
        if (dead->number != number)
            return;
        dead->is_spare = 0;
    } else if (dup3(dead->number, number, O_CLOEXEC) < 0) {
        close(number);
        return;
    }
    of->identity[0] = dead->identity[0];
    of->identity[1] = dead->identity[1];
    atomic_store(&of->kind, FILE_OF_ITS_OWN);
}

HIDDEN void cplatform_descriptors_reset_after_fork(int closes_files)
{
    struct dead_socket dead = {-1, 0, {0, 0}};

    /* Epoll sets first, since their timers identify them. */
    for (int only_epoll = 1; only_epoll >= 0; only_epoll--)
        for (int block = 0; block < BLOCKS; block++) {
            entry *entries = atomic_load(&blocks[block]);
            for (int i = 0; entries != NULL && i < BLOCK_SIZE; i++) {
                int kind = atomic_load(&entries[i].kind);
                if (kind != NOTHING && (kind == EPOLL) == only_epoll)
                    replace_with_dead_socket(block * BLOCK_SIZE + i, &entries[i], &dead, closes_files);
            }
        }
    if (dead.is_spare)
        close(dead.number);
}
