/*
 * Counts the users of all directories concurrently on one thread: one epoll set waits for all listings.
 *
 *     cc list_many_directories.c -lworkosds -o list_many_directories
 *     WORKOS_API_KEY=sk_... ./list_many_directories
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <workosds.h>

/* Each listing needs a connection and a few descriptors, so their number is limited. */
enum { AT_ONCE = 64 };

struct listing {
    workosds_directory *directory;
    workosds_iterator *users;
    workosds_error *error;
    long user_count;
    long active_count;
};

struct listings {
    struct listing *all;
    size_t count;
    size_t started;
    size_t running;
    int epoll;
};

static void fail(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

static const char *or_dash(const char *text)
{
    return text != NULL ? text : "-";
}

static workosds_status find_directories(workosds_client *client, struct listings *listings,
                                        workosds_error **error)
{
    static const struct listing empty;
    workosds_iterator *directories = NULL;
    const workosds_directory *directory;
    workosds_status status = workosds_list_directories(client, NULL, &directories, error);

    while (status == WORKOSDS_OK) {
        status = workosds_iterator_next_directory(directories, &directory, error);
        if (status != WORKOSDS_OK)
            break;
        listings->all = realloc(listings->all, (listings->count + 1) * sizeof *listings->all);
        if (listings->all == NULL)
            fail("memory");
        listings->all[listings->count] = empty;
        listings->all[listings->count].directory = workosds_directory_copy(directory);
        listings->count++;
    }
    workosds_iterator_free(directories);
    return status;
}

/* The descriptor must leave the set before the iterator closes it. */
static void end(struct listings *listings, struct listing *listing)
{
    int32_t fd;

    if (workosds_iterator_fd(listing->users, &fd, NULL) == WORKOSDS_OK)
        epoll_ctl(listings->epoll, EPOLL_CTL_DEL, fd, NULL);
    workosds_iterator_free(listing->users);
    listing->users = NULL;
    listings->running--;
}

/* Reads the users that have arrived. Wait for the descriptor only after WORKOSDS_PENDING. */
static void advance(struct listings *listings, struct listing *listing)
{
    const workosds_user *user;
    workosds_status status;

    while ((status = workosds_iterator_next_user(listing->users, &user, &listing->error)) == WORKOSDS_OK) {
        listing->user_count++;
        listing->active_count += strcmp(or_dash(workosds_user_state(user)), "active") == 0;
    }
    if (status != WORKOSDS_PENDING)
        end(listings, listing);
}

static void start(struct listings *listings, struct listing *listing, workosds_client *client)
{
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    struct epoll_event event = {0};
    int32_t fd;

    query.directory = workosds_directory_id(listing->directory);
    if (workosds_list_users(client, &query, &listing->users, &listing->error) != WORKOSDS_OK)
        return;
    listings->running++;
    if (workosds_iterator_set_blocking(listing->users, 0, &listing->error) != WORKOSDS_OK ||
        workosds_iterator_fd(listing->users, &fd, &listing->error) != WORKOSDS_OK) {
        end(listings, listing);
        return;
    }
    event.events = EPOLLIN;
    event.data.ptr = listing;
    if (epoll_ctl(listings->epoll, EPOLL_CTL_ADD, fd, &event) != 0)
        fail("epoll_ctl");
    /* Nothing is sent before the first `next`. */
    advance(listings, listing);
}

static void run(struct listings *listings, workosds_client *client)
{
    struct epoll_event ready[AT_ONCE];
    int index;
    int count;

    for (;;) {
        while (listings->running < AT_ONCE && listings->started < listings->count)
            start(listings, &listings->all[listings->started++], client);
        if (listings->running == 0)
            return;
        count = epoll_wait(listings->epoll, ready, AT_ONCE, -1);
        if (count < 0 && errno != EINTR)
            fail("epoll_wait");
        for (index = 0; index < count; index++)
            advance(listings, ready[index].data.ptr);
    }
}

/* Prints the result of each listing. Returns the exit status. */
static int report(const struct listings *listings)
{
    int result = EXIT_SUCCESS;
    long total = 0;
    size_t index;

    printf("%-42s %-24s %8s %8s  %s\n", "DIRECTORY", "TYPE", "USERS", "ACTIVE", "NAME");
    for (index = 0; index < listings->count; index++) {
        const struct listing *listing = &listings->all[index];
        const workosds_directory *directory = listing->directory;
        printf("%-42s %-24s %8ld %8ld  %s\n", or_dash(workosds_directory_id(directory)),
               or_dash(workosds_directory_type(directory)), listing->user_count, listing->active_count,
               or_dash(workosds_directory_name(directory)));
        total += listing->user_count;
        if (listing->error != NULL) {
            fprintf(stderr, "%s is incomplete: %s\n", or_dash(workosds_directory_id(directory)),
                    workosds_error_message(listing->error));
            result = EXIT_FAILURE;
        }
    }
    printf("%lu directories, %ld users\n", (unsigned long)listings->count, total);
    return result;
}

int main(void)
{
    struct listings listings = {NULL, 0, 0, 0, -1};
    workosds_client *client = NULL;
    workosds_error *error = NULL;
    int result = EXIT_FAILURE;
    workosds_status status;
    size_t index;

    listings.epoll = epoll_create1(EPOLL_CLOEXEC);
    if (listings.epoll < 0)
        fail("epoll_create1");
    status = workosds_client_new(NULL, NULL, &client, &error);
    if (status == WORKOSDS_OK)
        status = find_directories(client, &listings, &error);
    if (status == WORKOSDS_DONE) {
        run(&listings, client);
        result = report(&listings);
    } else {
        fprintf(stderr, "directories: %s\n", workosds_error_message(error));
    }
    for (index = 0; index < listings.count; index++) {
        workosds_directory_free(listings.all[index].directory);
        workosds_error_free(listings.all[index].error);
    }
    free(listings.all);
    workosds_error_free(error);
    workosds_client_free(client);
    return result;
}
