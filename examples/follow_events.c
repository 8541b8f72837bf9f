/*
 * Follows the events of all directories, oldest first.
 *
 *     cc follow_events.c -lworkosds -o follow_events
 *     WORKOS_API_KEY=sk_... ./follow_events [--once] CURSOR_FILE [SECONDS]
 *
 * CURSOR_FILE contains the id of the last event that was handled. The next run resumes there; the first one
 * starts with the oldest event that the API keeps. SECONDS is the time between requests for new events, 5 by
 * default;
 * --once exits after the first. SIGTERM and SIGINT end it between two events.
 */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <workosds.h>

enum { ID_SIZE = 128, REMEMBERED_IDS = 1000 };

static workosds_client *client;
static volatile sig_atomic_t stopping;

/* A cancel does not end a call that begins just after it, nor does a signal end such a pause: the alarm
 * repeats it every second. */
static void stop(int number)
{
    int saved = errno;

    (void)number;
    stopping = 1;
    workosds_client_cancel(client);
    alarm(1);
    errno = saved;
}

static void on_signals(void (*handler)(int))
{
    static const int signals[] = {SIGTERM, SIGINT, SIGALRM};
    struct sigaction action;
    size_t index;

    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    for (index = 0; index < sizeof signals / sizeof *signals; index++)
        sigaction(signals[index], &action, NULL);
}

static const char *or_dash(const char *text)
{
    return text != NULL ? text : "-";
}

/* Handles one event. This program prints it. */
static int apply(const workosds_event *event)
{
    const workosds_user *user = workosds_event_user(event);
    const workosds_group *group = workosds_event_group(event);
    const workosds_directory *directory = workosds_event_directory(event);
    char *previous = workosds_event_previous_attributes_json(event);

    printf("%s %s %s", or_dash(workosds_event_created_at(event)), or_dash(workosds_event_type(event)),
           or_dash(workosds_event_directory_id(event)));
    if (user != NULL)
        printf(" user %s %s %s", or_dash(workosds_user_id(user)), or_dash(workosds_user_state(user)),
               or_dash(workosds_user_email(user)));
    if (group != NULL)
        printf(" group %s %s", or_dash(workosds_group_id(group)), or_dash(workosds_group_name(group)));
    if (directory != NULL)
        printf(" directory %s %s", or_dash(workosds_directory_type(directory)),
               or_dash(workosds_directory_name(directory)));
    if (previous != NULL)
        printf(" before: %s", previous);
    workosds_string_free(previous);
    putchar('\n');
    return fflush(stdout) == 0;
}

/* The API can return an event twice. A program with a database would store the ids there. */
static int is_known(const char *id)
{
    static char ids[REMEMBERED_IDS][ID_SIZE];
    static size_t oldest;
    size_t index;

    for (index = 0; index < REMEMBERED_IDS; index++) {
        if (strcmp(ids[index], id) == 0)
            return 1;
    }
    snprintf(ids[oldest], ID_SIZE, "%s", id);
    oldest = (oldest + 1) % REMEMBERED_IDS;
    return 0;
}

static int read_cursor(const char *path, char *cursor)
{
    FILE *file = fopen(path, "r");
    int is_read = file != NULL ? fscanf(file, "%127s", cursor) == 1 || !ferror(file) : errno == ENOENT;

    if (file != NULL)
        fclose(file);
    return is_read;
}

/* Replaces the file atomically. A program with a database would store the cursor in the transaction that
 * applies the event. */
static int write_cursor(const char *path, const char *cursor)
{
    char temporary[4096];
    FILE *file;
    int is_written;

    if (snprintf(temporary, sizeof temporary, "%s.new", path) >= (int)sizeof temporary)
        return 0;
    file = fopen(temporary, "w");
    if (file == NULL)
        return 0;
    is_written = fprintf(file, "%s\n", cursor) > 0;
    return fclose(file) == 0 && is_written && rename(temporary, path) == 0;
}

/* Handles the events after the cursor, and moves the cursor. Returns WORKOSDS_DONE if there are no more. */
static workosds_status deal_with_events(const char *path, char *cursor, workosds_error **error)
{
    workosds_event_query query = WORKOSDS_EVENT_QUERY_INIT;
    workosds_iterator *events = NULL;
    const workosds_event *event;
    workosds_status status;

    query.after = cursor;
    status = workosds_list_events(client, &query, &events, error);
    while (status == WORKOSDS_OK && !stopping) {
        status = workosds_iterator_next_event(events, &event, error);
        if (status != WORKOSDS_OK)
            break;
        if (!is_known(or_dash(workosds_event_id(event))) && !apply(event)) {
            perror("standard output");
            exit(EXIT_FAILURE);
        }
        if (workosds_iterator_cursor(events) != NULL)
            snprintf(cursor, ID_SIZE, "%s", workosds_iterator_cursor(events));
        if (!write_cursor(path, cursor)) {
            perror(path);
            exit(EXIT_FAILURE);
        }
    }
    workosds_iterator_free(events);
    return status;
}

/* The wait that the API requests, if it is longer. */
static void wait_for_more(double seconds, const workosds_error *error)
{
    double asked = (double)workosds_error_retry_after_ms(error) / 1000;
    struct timespec pause;

    if (asked > seconds)
        seconds = asked;
    pause.tv_sec = (time_t)seconds;
    pause.tv_nsec = (long)((seconds - (double)pause.tv_sec) * 1e9);
    nanosleep(&pause, NULL);
}

static int follow(const char *path, double seconds, int once)
{
    char cursor[ID_SIZE] = "";
    int result = EXIT_SUCCESS;

    if (!read_cursor(path, cursor)) {
        perror(path);
        return EXIT_FAILURE;
    }
    while (!stopping) {
        workosds_error *error = NULL;
        workosds_status status = deal_with_events(path, cursor, &error);
        if (status < 0 && !stopping) {
            fprintf(stderr, "events: %s\n", workosds_error_message(error));
            /* Temporary errors are retried; others would occur again. */
            if (once || !workosds_error_is_retryable(error))
                result = EXIT_FAILURE;
        }
        if (!once && result == EXIT_SUCCESS && !stopping)
            wait_for_more(seconds, error);
        workosds_error_free(error);
        if (once || result != EXIT_SUCCESS)
            break;
    }
    return result;
}

int main(int argc, char **argv)
{
    int once = argc > 1 && strcmp(argv[1], "--once") == 0;
    double seconds = argc - once > 2 ? strtod(argv[once + 2], NULL) : 5;
    workosds_error *error = NULL;
    int result;

    if (argc - once < 2 || argc - once > 3 || !(seconds > 0 && seconds < 1e6)) {
        fprintf(stderr, "usage: %s [--once] CURSOR_FILE [SECONDS]\n", argv[0]);
        return 2;
    }
    if (workosds_client_new(NULL, NULL, &client, &error) != WORKOSDS_OK) {
        fprintf(stderr, "%s\n", workosds_error_message(error));
        workosds_error_free(error);
        return EXIT_FAILURE;
    }
    on_signals(stop);
    result = follow(argv[once + 1], seconds, once);
    on_signals(SIG_IGN);
    workosds_client_free(client);
    return result;
}
