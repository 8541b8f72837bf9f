/* Lists the users of a directory while one kind of call fails, and prints the results.
 *   listing URL WAY KIND FIRST once|lasting
 * WAY: blocking, polling (by an event loop), texts (as JSON), pages (a page of JSON at a time), group (paced,
 * by a group), start (the library's first use). The listing is repeated without failures. */
#include "interposer.h"
#include "transcript.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *way;
static int is_silent; /* for the repetition */

static int is_way(const char *name)
{
    return strcmp(way, name) == 0;
}

static workosds_status make_client(const char *url, workosds_client **client, workosds_error **error)
{
    workosds_client_options options = WORKOSDS_CLIENT_OPTIONS_INIT;

    options.base_url = url;
    options.max_retries = 2;
    options.max_retry_wait_ms = 5;
    /* What a failed call leaves behind may have to end by a limit. */
    if (!is_silent) {
        options.connect_timeout_ms = 300;
        options.request_timeout_ms = 300;
    }
    options.directory_user_requests_per_second = is_way("group") ? 1000 : WORKOSDS_UNPACED;
    return workosds_client_new("sk_test_torture", &options, client, error);
}

/* A client of another key and with headers, derived from one that is freed at once. */
static workosds_status make_derived_client(const char *url, workosds_client **client, workosds_error **error)
{
    static const char *const headers[] = {"traceparent: 00-1", "X-Token: 0123456789", NULL};
    workosds_client_options options = WORKOSDS_CLIENT_OPTIONS_INIT;
    workosds_client *base = NULL;
    workosds_status status = make_client(url, &base, error);

    options.headers = headers;
    if (status == WORKOSDS_OK)
        status = workosds_client_derive(base, "sk_test_derived", &options, client, error);
    workosds_client_free(base);
    return status;
}

/* libcurl's and OpenSSL's beginnings last for the life of the process. */
static void use_once(const char *url)
{
    workosds_client *client = NULL;

    make_client(url, &client, NULL);
    workosds_client_free(client);
}

/* Reads everything there is to read, and a copy that outlives its record; of one user in three, as it takes
 * most of the allocations. */
static void read_user(const workosds_user *user, int number)
{
    workosds_user *copy = number % 3 == 0 ? workosds_user_copy(user) : NULL;

    tell_user("user", user);
    if (number % 3 == 0)
        tell_texts(user);
    if (copy != NULL)
        tell_user("copy", copy);
    workosds_user_free(copy);
}

static workosds_status read_next(workosds_iterator *iterator, int number, workosds_error **error)
{
    const workosds_user *user;
    const char *json;
    workosds_status status;

    interposer_begin_call();
    if (is_way("texts") || is_way("pages")) {
        status = is_way("texts") ? workosds_iterator_next_json(iterator, &json, NULL, error)
                                 : workosds_iterator_next_page_json(iterator, &json, NULL, error);
        if (status == WORKOSDS_OK && !is_silent)
            tell("text\t%s", json);
        return status;
    }
    status = workosds_iterator_next_user(iterator, &user, error);
    if (status == WORKOSDS_OK && !is_silent)
        read_user(user, number);
    return status;
}

/* Returns when the iterator has something to do; how long that takes is the runner's business. `ppoll`, since
 * the library's `poll` may be the one that fails. */
static void wait_for(workosds_iterator *iterator)
{
    struct pollfd wanted = {-1, POLLIN, 0};

    workosds_iterator_fd(iterator, &wanted.fd, NULL);
    ppoll(&wanted, 1, NULL, NULL);
}

static workosds_status read_all(workosds_iterator *iterator, int *number, workosds_error **error)
{
    workosds_status status;

    if (is_way("polling"))
        workosds_iterator_set_blocking(iterator, 0, NULL);
    do {
        status = read_next(iterator, *number, error);
        if (status == WORKOSDS_PENDING)
            wait_for(iterator);
        else if (status == WORKOSDS_OK)
            ++*number;
    } while (status == WORKOSDS_OK || status == WORKOSDS_PENDING);
    return status;
}

static void list_users(const char *url)
{
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_client *client = NULL;
    workosds_iterator *iterator = NULL;
    workosds_error *error = NULL;
    workosds_status status = make_derived_client(url, &client, &error);
    int count = 0;

    if (is_way("group"))
        query.group = "group_1";
    else
        query.directory = "directory_1";
    query.limit = 3;
    query.max_items = is_way("start") ? 1 : 0;
    interposer_begin_call();
    if (status == WORKOSDS_OK)
        status = workosds_list_users(client, &query, &iterator, &error);
    if (status == WORKOSDS_OK)
        status = read_all(iterator, &count, &error);
    if (is_silent)
        tell_again(status, count, error);
    else
        tell_error(status, error);
    interposer_begin_call();
    workosds_iterator_free(iterator);
    workosds_client_free(client);
}

int main(int count, char **arguments)
{
    static char callers[2000];
    size_t blocks;
    int before;
    enum interposer_kind kind;

    if (count != 6 || (kind = interposer_kind_of(arguments[3])) == KIND_COUNT) {
        fprintf(stderr, "usage: listing URL WAY KIND FIRST once|lasting\n");
        return 2;
    }
    way = arguments[2];
    if (!is_way("start"))
        use_once(arguments[1]);
    before = count_descriptors();
    interposer_arm(kind, atol(arguments[4]), strcmp(arguments[5], "lasting") == 0);
    list_users(arguments[1]);
    interposer_disarm();
    blocks = interposer_blocks_held(callers, sizeof callers);
    tell("refused\t%zu", interposer_most_refused());
    tell("calls\t%ld\t%ld", interposer_calls(), interposer_failures());
    tell("descriptors\t%d", count_descriptors() - before);
    tell("blocks\t%zu\t%s", blocks, callers);
    is_silent = 1;
    list_users(arguments[1]);
    tell_all();
    return 0;
}
