/*
 * A traditional Unix daemon that keeps a passwd-like file up to date with a directory.
 *
 *     cc directory_passwd_daemon.c passwd_file.c -lworkosds -o directory_passwd_daemon
 *     WORKOS_API_KEY=sk_... ./directory_passwd_daemon [--foreground] DIRECTORY PASSWD PID_FILE SECONDS [USER]
 *
 * Lists the directory every SECONDS seconds. Returns to the shell once it runs in the background; with
 * --foreground it does not, and logs to standard error instead of syslog. Started as root it becomes USER,
 * who must be able to write to the folders of both files. SIGHUP: list now. SIGTERM, SIGINT: exit, and remove
 * PID_FILE.
 */
#define _DEFAULT_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>
#include <workosds.h>

#include "passwd_file.h"

struct settings {
    const char *directory;
    const char *passwd_path;
    const char *pid_path;
    const char *user;
    long seconds;
    int foreground;
};

static volatile sig_atomic_t reload;
static volatile sig_atomic_t stopping;
static int has_syslog;
/* Signals are blocked except during pselect, so that none is missed and none interrupts anything else. */
static sigset_t signals_of_pselect;

static void say(int priority, const char *what, const char *why)
{
    if (has_syslog)
        syslog(priority, "%s: %s", what, why);
    else
        fprintf(stderr, "%s: %s\n", what, why);
}

static void fail(const char *what, const char *why)
{
    say(LOG_ERR, what, why);
    exit(EXIT_FAILURE);
}

static void on_signal(int number)
{
    if (number == SIGHUP)
        reload = 1;
    else
        stopping = 1;
}

static void handle_signals(void)
{
    static const int numbers[] = {SIGHUP, SIGTERM, SIGINT};
    struct sigaction action = {0};
    sigset_t held;
    size_t index;

    action.sa_handler = on_signal;
    sigemptyset(&held);
    sigprocmask(SIG_BLOCK, NULL, &signals_of_pselect);
    for (index = 0; index < sizeof numbers / sizeof *numbers; index++) {
        sigaction(numbers[index], &action, NULL);
        sigaddset(&held, numbers[index]);
        sigdelset(&signals_of_pselect, numbers[index]);
    }
    sigprocmask(SIG_BLOCK, &held, NULL);
}

/* Waits until the descriptor (-1: none) is readable, the time (-1: none) is over, or a signal arrives. */
static void wait_for(int fd, long seconds)
{
    struct timespec time = {seconds, 0};
    fd_set readable;

    FD_ZERO(&readable);
    if (fd >= 0)
        FD_SET(fd, &readable);
    pselect(fd + 1, &readable, NULL, NULL, seconds >= 0 ? &time : NULL, &signals_of_pselect);
}

/* Lists the whole directory. Returns WORKOSDS_DONE if the list is complete. */
static workosds_status list_users(workosds_client *client, const char *directory, struct passwd_file *file,
                                  workosds_error **error)
{
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_iterator *users = NULL;
    const workosds_user *user;
    workosds_status status;
    int32_t fd;

    query.directory = directory;
    status = workosds_list_users(client, &query, &users, error);
    if (status == WORKOSDS_OK)
        status = workosds_iterator_set_blocking(users, 0, error);
    if (status == WORKOSDS_OK)
        status = workosds_iterator_fd(users, &fd, error);
    while ((status == WORKOSDS_OK || status == WORKOSDS_PENDING) && !stopping) {
        status = workosds_iterator_next_user(users, &user, error);
        if (status == WORKOSDS_OK && !passwd_file_add(file, user))
            status = WORKOSDS_ERROR_OUT_OF_MEMORY; /* from errno */
        if (status == WORKOSDS_PENDING)
            wait_for(fd, -1);
    }
    workosds_iterator_free(users);
    return status;
}

/* Lists once, and rewrites the file if the listing is complete. Returns the seconds until the next. */
static long update(workosds_client *client, const struct settings *settings)
{
    struct passwd_file file = {NULL, 0};
    workosds_error *error = NULL;
    workosds_status status = list_users(client, settings->directory, &file, &error);
    long asked_for = (long)(workosds_error_retry_after_ms(error) / 1000 + 1);
    char result[64];

    if (status == WORKOSDS_DONE && passwd_file_write(&file, settings->passwd_path)) {
        snprintf(result, sizeof result, "%lu users", (unsigned long)file.count);
        say(LOG_INFO, settings->passwd_path, result);
    } else if (!stopping) {
        say(LOG_ERR, settings->passwd_path, error != NULL ? workosds_error_message(error) : strerror(errno));
    }
    workosds_error_free(error);
    passwd_file_free(&file);
    return asked_for > settings->seconds ? asked_for : settings->seconds;
}

/* Returns in the daemon, with the descriptor on which the original process waits for a byte. */
static int detach(void)
{
    int ready[2];
    pid_t child = pipe(ready) == 0 ? fork() : -1;
    char byte;

    if (child < 0)
        fail("fork", strerror(errno));
    if (child > 0) {
        close(ready[1]);
        _exit(read(ready[0], &byte, 1) == 1 ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    close(ready[0]);
    /* A session without a terminal. A process that is not its leader cannot get one again. */
    child = setsid() < 0 ? -1 : fork();
    if (child > 0)
        _exit(EXIT_SUCCESS);
    umask(022);
    if (child < 0 || chdir("/") != 0)
        fail("detaching", strerror(errno));
    return ready[1];
}

/* From now on messages go to syslog. */
static void let_go_of_terminal(int ready)
{
    int null = open("/dev/null", O_RDWR);

    if (null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0 || write(ready, "+", 1) != 1)
        fail("/dev/null", strerror(errno));
    if (null > 2)
        close(null);
    close(ready);
    openlog("directory_passwd_daemon", LOG_PID, LOG_DAEMON);
    has_syslog = 1;
}

/* The groups first, since only root can drop them. */
static void become(const char *name)
{
    const struct passwd *user = getpwnam(name);

    if (user == NULL || user->pw_uid == 0)
        fail(name, "no user to become");
    if (initgroups(name, user->pw_gid) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0 ||
        setuid(0) == 0)
        fail(name, strerror(errno));
}

/* The lock ends with the process, however it ends, so a stale file does not block another daemon. */
static void write_pid_file(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    char text[32];
    int length = snprintf(text, sizeof text, "%ld\n", (long)getpid());

    if (fd < 0 || lockf(fd, F_TLOCK, 0) != 0 || ftruncate(fd, 0) != 0 ||
        write(fd, text, (size_t)length) != length)
        fail(path, strerror(errno));
}

/* Absolute paths, since a daemon changes its working directory. */
static int read_arguments(struct settings *settings, int count, char **arguments)
{
    settings->foreground = count > 1 && strcmp(arguments[1], "--foreground") == 0;
    count -= settings->foreground;
    arguments += settings->foreground;
    if (count < 5 || count > 6 || arguments[2][0] != '/' || arguments[3][0] != '/')
        return 0;
    settings->directory = arguments[1];
    settings->passwd_path = arguments[2];
    settings->pid_path = arguments[3];
    settings->seconds = strtol(arguments[4], NULL, 10);
    settings->user = count > 5 ? arguments[5] : NULL;
    return settings->seconds > 0 && (geteuid() != 0 || settings->user != NULL);
}

int main(int argc, char **argv)
{
    struct settings settings = {NULL, NULL, NULL, NULL, 0, 0};
    workosds_client *client = NULL;
    workosds_error *error = NULL;
    int ready = -1;

    if (!read_arguments(&settings, argc, argv))
        fail("usage", "[--foreground] DIRECTORY /PASSWD /PID_FILE SECONDS [USER, if root starts it]");
    if (workosds_client_new(NULL, NULL, &client, &error) != WORKOSDS_OK)
        fail("client", workosds_error_message(error));
    if (geteuid() == 0)
        become(settings.user);
    if (!settings.foreground)
        ready = detach();
    handle_signals();
    write_pid_file(settings.pid_path);
    if (!settings.foreground)
        let_go_of_terminal(ready);
    while (!stopping) {
        long seconds;
        reload = 0;
        seconds = update(client, &settings);
        if (!reload && !stopping)
            wait_for(-1, seconds);
    }
    say(LOG_INFO, settings.directory, "no longer followed");
    unlink(settings.pid_path);
    workosds_client_free(client);
    return EXIT_SUCCESS;
}
