/* Lists all users of the sandbox's large directory: `listing 200000`. Memory use must be the same after the
 * second page and after the last. */
#include "process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_SIZE 100
#define MOST_GROWTH 2048 /* kilobytes */

struct memory {
    long after_two_pages;
    long most;
};

static void sample(struct memory *memory, long users)
{
    long resident = resident_kilobytes();

    if (users <= 2 * PAGE_SIZE)
        memory->after_two_pages = resident;
    if (resident > memory->most)
        memory->most = resident;
}

static long list_users(workosds_client *client, const char *directory, struct memory *memory)
{
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_iterator *iterator;
    workosds_error *error = NULL;
    const workosds_user *user;
    workosds_status status;
    char before[64] = "~";
    long users = 0;

    query.directory = directory;
    query.limit = PAGE_SIZE;
    require(workosds_list_users(client, &query, &iterator, NULL) == WORKOSDS_OK, "no list of users");
    while ((status = workosds_iterator_next_user(iterator, &user, &error)) == WORKOSDS_OK) {
        require(strcmp(before, workosds_user_id(user)) > 0, "user %ld is out of order", users);
        snprintf(before, sizeof before, "%s", workosds_user_id(user));
        if (++users % PAGE_SIZE == 0)
            sample(memory, users);
    }
    require(status == WORKOSDS_DONE, "after %ld users: %s", users, workosds_error_message(error));
    workosds_iterator_free(iterator);
    return users;
}

int main(int count, char **arguments)
{
    struct memory memory = {0, 0};
    double start = seconds_now();
    long expected = count > 1 ? atol(arguments[1]) : 0;
    workosds_client *client = make_client(NULL, NULL);
    char *directory = directory_named(client, "Large Directory");
    long users = list_users(client, directory, &memory);

    printf("%ld users in %.1f s; memory after two pages %ld KB, at most %ld KB: %+ld KB\n", users,
           seconds_now() - start, memory.after_two_pages, memory.most, memory.most - memory.after_two_pages);
    require(users == expected, "%ld users expected", expected);
    require(memory.most - memory.after_two_pages <= MOST_GROWTH, "the memory grew by more than %d KB",
            MOST_GROWTH);
    free(directory);
    workosds_client_free(client);
    return 0;
}
