/*
 * Lists several directories concurrently on one thread, with non-blocking iterators and poll.
 *
 * fleet --base-url URL [--directories 8] [--limit 100]
 */
#define _POSIX_C_SOURCE 200809L
#include "measurement.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <workosds.h>

enum { MOST_DIRECTORIES = 64 };

typedef struct listing {
    workosds_iterator *users;
    char directory[64];
} listing;

static void require(workosds_status status, workosds_status wanted, const workosds_error *error)
{
    if (status == wanted)
        return;
    fprintf(stderr, "fleet: %s\n", workosds_error_message(error));
    exit(1);
}

static void start(listing *started, workosds_client *client, int number, int32_t limit, struct pollfd *waiter)
{
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_error *error = NULL;
    int32_t descriptor;

    snprintf(started->directory, sizeof started->directory, "directory_%d", number);
    query.directory = started->directory;
    query.limit = limit;
    require(workosds_list_users(client, &query, &started->users, &error), WORKOSDS_OK, error);
    require(workosds_iterator_set_blocking(started->users, 0, &error), WORKOSDS_OK, error);
    require(workosds_iterator_fd(started->users, &descriptor, &error), WORKOSDS_OK, error);
    waiter->fd = descriptor;
    waiter->events = POLLIN;
}

/* Reads the available records; returns 0 at the end of the list. */
static int advance(measurement *run, listing *advanced)
{
    const workosds_user *user;
    workosds_error *error = NULL;
    workosds_status status;
    while ((status = workosds_iterator_next_user(advanced->users, &user, &error)) == WORKOSDS_OK) {
        measurement_add(run, workosds_user_email(user));
        run->users++;
    }
    if (status == WORKOSDS_PENDING)
        return 1;
    require(status, WORKOSDS_DONE, error);
    return 0;
}

static void list(measurement *run, listing *listings, struct pollfd *waiters, int count)
{
    int index, open = count;
    for (index = 0; index < count; index++)
        waiters[index].revents = POLLIN; /* the first `next` sends the request */
    while (open > 0) {
        for (index = 0; index < count; index++) {
            if (waiters[index].fd < 0 || waiters[index].revents == 0 || advance(run, &listings[index]))
                continue;
            waiters[index].fd = -1; /* poll ignores it */
            open--;
        }
        if (open > 0 && poll(waiters, (nfds_t)count, -1) < 0)
            exit(1);
    }
}

int main(int count, char **arguments)
{
    workosds_client_options options = WORKOSDS_CLIENT_OPTIONS_INIT;
    workosds_client *client;
    workosds_error *error = NULL;
    listing listings[MOST_DIRECTORIES];
    struct pollfd waiters[MOST_DIRECTORIES];
    measurement run = measurement_begin();
    int index, directories = (int)option_number(count, arguments, "--directories", 8);
    int32_t limit = (int32_t)option_number(count, arguments, "--limit", 100);

    if (directories < 1 || directories > MOST_DIRECTORIES)
        return 2;
    options.base_url = option(count, arguments, "--base-url", NULL);
    require(workosds_client_new("sk_test_benchmark", &options, &client, &error), WORKOSDS_OK, error);
    for (index = 0; index < directories; index++)
        start(&listings[index], client, index, limit, &waiters[index]);
    list(&run, listings, waiters, directories);
    for (index = 0; index < directories; index++)
        workosds_iterator_free(listings[index].users);
    workosds_client_free(client);
    measurement_print(&run);
    return 0;
}
