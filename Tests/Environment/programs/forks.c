/* Children that are forked at unusual moments and in unusual ways. forks URL CA_FILE WAY [NUMBER]: prints
 * JSON. */
#include "host.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>

enum { FILES = 40 };

static workosds_client *client;
static workosds_iterator *users;
static char found[512];
static pid_t child = -1;
static int outlet[2];

/* The child sends its result through a pipe; the parent prints both. */
static void finish(void)
{
    char of_child[512] = "";
    ssize_t length;

    if (child == 0) {
        if (write(outlet[1], found, strlen(found)) < 0)
            _exit(1);
        workosds_iterator_free(users);
        workosds_client_free(client);
        _exit(0);
    }
    close(outlet[1]);
    while ((length = read(outlet[0], of_child + strlen(of_child), sizeof of_child - 1 - strlen(of_child))) >
           0)
        ;
    printf("{\"parent\": \"%s\", \"child\": \"%s\", \"status\": %d}\n", found, of_child, wait_for(child, 10));
}

static void start(workosds_attempt_callback on_attempt)
{
    if (pipe2(outlet, O_CLOEXEC) != 0)
        abort();
    client = connect_with(on_attempt, on_attempt != NULL ? 1 : WORKOSDS_NO_RETRIES);
    users = list(client);
}

/* ---- In the middle of a listing, with the next page requested */

static void in_the_middle(pid_t (*fork_it)(void), void (*in_child)(void))
{
    start(NULL);
    append_rest(users, found, 2);
    child = fork_it();
    if (child == 0 && in_child != NULL)
        in_child();
    append_rest(users, found, 100);
    finish();
}

/* No fork handlers run. */
static pid_t clone_it(void)
{
    return (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
}

/* The child cannot open any descriptor. */
static void take_descriptors_away(void)
{
    int lowest = dup(0);
    struct rlimit limit = {(rlim_t)lowest, (rlim_t)lowest};

    close(lowest);
    setrlimit(RLIMIT_NOFILE, &limit);
}

static void free_everything(void)
{
    workosds_iterator_free(users);
    workosds_client_free(client);
    _exit(0);
}

static void cancel_everything(void)
{
    workosds_client_cancel(client);
}

/* ---- Like a daemon, the child closes all descriptors, then opens its own under those numbers */

typedef struct own_files {
    int number[FILES];
    struct stat about[FILES];
} own_files;

static void open_own_files(own_files *own)
{
    int i;

    for (i = 0; i < FILES; i++) {
        if (i % 3 == 0)
            own->number[i] = open("/dev/null", O_RDWR);
        else
            own->number[i] = i % 3 == 1 ? eventfd(7, EFD_NONBLOCK) : epoll_create1(0);
        fstat(own->number[i], &own->about[i]);
        if (i % 3 == 2) { /* each set contains the event before it */
            struct epoll_event event = {.events = EPOLLIN};
            epoll_ctl(own->number[i], EPOLL_CTL_ADD, own->number[i - 1], &event);
        }
    }
}

static int is_changed(const own_files *own, int i)
{
    struct stat about;
    struct epoll_event event;
    uint64_t value = 0;

    if (fstat(own->number[i], &about) != 0 || about.st_ino != own->about[i].st_ino ||
        about.st_rdev != own->about[i].st_rdev || fcntl(own->number[i], F_GETFD) != 0)
        return 1;
    if (i % 3 == 2)
        return epoll_wait(own->number[i], &event, 1, 0) != 1;
    return i % 3 == 1 && (read(own->number[i], &value, sizeof value) != (ssize_t)sizeof value || value != 7);
}

/* Backwards, because a set is ready until its event has been read. */
static int changed_files(const own_files *own)
{
    int changed = 0, i;

    for (i = FILES - 1; i >= 0; i--)
        changed += is_changed(own, i);
    return changed;
}

static void daemonize(int lists)
{
    own_files own;

    start(NULL);
    append_rest(users, found, 2);
    get(client); /* leaves an idle connection */
    child = fork();
    if (child == 0) {
        dup2(outlet[1], 1);
        syscall(SYS_close_range, 3, ~0U, 0);
        open_own_files(&own);
        if (lists) {
            append_rest(users, found, 100);
            strcat(found, get(client) == WORKOSDS_OK ? " OK" : " no");
        }
        workosds_iterator_free(users);
        workosds_client_free(client);
        sprintf(found + strlen(found), " %d changed", changed_files(&own));
        if (write(1, found, strlen(found)) < 0)
            _exit(1);
        _exit(0);
    }
    append_rest(users, found, 100);
    finish();
}

/* ---- Inside a call */

static void fork_before_retry(const workosds_attempt *attempt, void *data)
{
    (void)data;
    if (child == -1 && workosds_attempt_http_status(attempt) == 503)
        child = fork();
}

static void fork_in_handler(int number)
{
    (void)number;
    if (child == -1)
        child = fork();
}

static void in_signal_handler(void)
{
    struct sigaction action = {.sa_handler = fork_in_handler};
    struct timeval in = {0, 100000};
    struct itimerval timer = {{0, 0}, {0, 0}};

    timer.it_value = in;
    sigaction(SIGALRM, &action, NULL);
    start(NULL);
    setitimer(ITIMER_REAL, &timer, NULL);
    append_rest(users, found, 100);
    finish();
}

/* ---- While other threads open connections */

static volatile int stopping;

static void *keep_connecting(void *data)
{
    (void)data;
    while (!stopping) {
        get(client);
        workosds_client_close_idle(client);
    }
    return NULL;
}

static void beside_threads(int forks, int frees)
{
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    double slowest = 0;
    int refused = 0, bad = 0, i;

    client = connect_with(NULL, WORKOSDS_NO_RETRIES);
    for (i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, keep_connecting, NULL);
    for (i = 0; i < forks; i++) {
        double before = seconds();
        pid_t process = fork();
        int status;

        if (process == 0) {
            workosds_status got = frees ? WORKOSDS_OK : get(client);
            workosds_client_free(client);
            _exit(got == WORKOSDS_OK ? 0 : got == WORKOSDS_ERROR_INTERNAL ? 1 : 2);
        }
        if (seconds() - before > slowest)
            slowest = seconds() - before;
        status = wait_for(process, 20);
        refused += status == 1;
        bad += status != 0 && status != 1;
    }
    stopping = 1;
    for (i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    workosds_client_free(client);
    printf("{\"forks\": %d, \"refused\": %d, \"bad\": %d, \"slowest\": %.3f}\n", forks, refused, bad,
           slowest);
}

static void *be_cancelled(void *data)
{
    (void)data;
    pthread_cancel(pthread_self()); /* takes effect inside the call, where a function of the libc allows it */
    get(client);
    return NULL;
}

static void after_cancelled_threads(void)
{
    double before;
    pid_t process;
    int i;

    client = connect_with(NULL, WORKOSDS_NO_RETRIES);
    for (i = 0; i < 3; i++) {
        pthread_t thread;
        pthread_create(&thread, NULL, be_cancelled, NULL);
        pthread_join(thread, NULL);
    }
    before = seconds();
    process = fork();
    if (process == 0)
        _exit(get(client) != WORKOSDS_OK);
    before = seconds() - before;
    printf("{\"parent\": %d, \"child\": %d, \"fork\": %.3f}\n", get(client), wait_for(process, 20), before);
    workosds_client_free(client);
}

/* Each process of a chain uses the inherited client; the last one counts its descriptors. */
static void generations(int count)
{
    int generation, number, open_before = 0, open_after = 0;

    client = connect_with(NULL, WORKOSDS_NO_RETRIES);
    for (generation = 0; generation <= count; generation++) {
        workosds_status status = get(client);
        pid_t process;

        for (open_after = 0, number = 0; number < 1024; number++)
            open_after += fcntl(number, F_GETFD) >= 0;
        if (generation == 0)
            open_before = open_after;
        if (status != WORKOSDS_OK || generation == count) {
            printf("{\"generation\": %d, \"more\": %d, \"status\": \"%s\"}\n", generation,
                   open_after - open_before, workosds_status_name(status));
            fflush(stdout);
            _exit(status != WORKOSDS_OK);
        }
        process = fork();
        if (process != 0) {
            waitpid(process, &number, 0);
            _exit(WIFEXITED(number) ? WEXITSTATUS(number) : 1);
        }
    }
}

int main(int count, char **arguments)
{
    const char *way = count > 3 ? arguments[3] : "";
    int number = count > 4 ? atoi(arguments[4]) : 0;

    if (count < 4)
        return 2;
    url = arguments[1];
    ca_file = arguments[2][0] != '\0' ? arguments[2] : NULL;
    if (strcmp(way, "fork") == 0)
        in_the_middle(fork, NULL);
    else if (strcmp(way, "clone") == 0)
        in_the_middle(clone_it, NULL);
    else if (strcmp(way, "shortage") == 0)
        in_the_middle(fork, take_descriptors_away);
    else if (strcmp(way, "shortage-clone") == 0)
        in_the_middle(clone_it, take_descriptors_away);
    else if (strcmp(way, "free") == 0)
        in_the_middle(fork, free_everything);
    else if (strcmp(way, "cancel") == 0)
        in_the_middle(fork, cancel_everything);
    else if (strcmp(way, "daemon") == 0 || strcmp(way, "daemon-free") == 0)
        daemonize(strcmp(way, "daemon") == 0);
    else if (strcmp(way, "retry") == 0)
        start(fork_before_retry), append_rest(users, found, 100), finish();
    else if (strcmp(way, "signal") == 0)
        in_signal_handler();
    else if (strcmp(way, "threads") == 0 || strcmp(way, "threads-free") == 0)
        beside_threads(number, strcmp(way, "threads-free") == 0);
    else if (strcmp(way, "cancelled-threads") == 0)
        after_cancelled_threads();
    else if (strcmp(way, "generations") == 0)
        generations(number);
    else
        return 2;
    return 0;
}
