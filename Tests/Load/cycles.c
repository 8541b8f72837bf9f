/* Repeatedly creates and frees clients, iterators and copies of a record: `cycles 100000`. Memory and
 * descriptors must not grow. */
#include "process.h"

#include <stdio.h>
#include <stdlib.h>

#define MOST_GROWTH 512 /* kilobytes */

static workosds_user *fetch_user(void)
{
    workosds_client *client = make_client(NULL, NULL);
    char *directory = directory_named(client, "Foo Corp Okta");
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_iterator *iterator;
    const workosds_user *user;
    workosds_user *copy;

    query.directory = directory;
    require(workosds_list_users(client, &query, &iterator, NULL) == WORKOSDS_OK, "no list of users");
    require(workosds_iterator_next_user(iterator, &user, NULL) == WORKOSDS_OK, "no user");
    copy = workosds_user_copy(user);
    workosds_iterator_free(iterator);
    workosds_client_free(client);
    free(directory);
    return copy;
}

/* Handles can be freed in any order, so it alternates. */
static void cycle(const workosds_user *user, long number)
{
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_client *client = make_client(NULL, NULL);
    workosds_user *copy = workosds_user_copy(user);
    char *json = number % 10 == 0 ? workosds_user_json(copy) : NULL;
    workosds_iterator *iterator;
    workosds_error *error = NULL;
    int32_t fd;

    query.directory = "directory_1";
    require(copy != NULL && workosds_user_id(copy) != NULL, "no copy");
    require(workosds_list_users(client, &query, &iterator, NULL) == WORKOSDS_OK, "no iterator");
    require(workosds_iterator_fd(iterator, &fd, NULL) == WORKOSDS_OK && fd >= 0, "no descriptor");
    require(workosds_get_user(client, "..", NULL, &error) == WORKOSDS_ERROR_INVALID_ARGUMENT, "no error");
    if (number % 2 == 0)
        workosds_client_free(client);
    workosds_iterator_free(iterator);
    if (number % 2 != 0)
        workosds_client_free(client);
    workosds_error_free(error);
    workosds_string_free(json);
    workosds_user_free(copy);
}

int main(int count, char **arguments)
{
    long cycles = count > 1 ? atol(arguments[1]) : 0;
    workosds_user *user = fetch_user();
    double start = seconds_now();
    int descriptors = 0;
    long resident = 0;

    for (long number = 0; number < cycles; number++) {
        cycle(user, number);
        if (number == cycles / 100) {
            descriptors = open_descriptors();
            resident = resident_kilobytes();
        }
    }
    printf("%ld cycles in %.1f s; memory %ld KB %+ld KB, descriptors %d %+d\n", cycles, seconds_now() - start,
           resident, resident_kilobytes() - resident, descriptors, open_descriptors() - descriptors);
    require(resident_kilobytes() - resident <= MOST_GROWTH, "the memory grew by more than %d KB",
            MOST_GROWTH);
    require(open_descriptors() == descriptors, "descriptors are left open");
    workosds_user_free(user);
    return 0;
}
