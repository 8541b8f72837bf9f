/* A listing in two halves: the second continues where the first stopped. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <workosds.h>

/* [list] */
/* Lists users from a cursor on (NULL: from the start). Returns the cursor to resume from, or NULL at the end.
 */
static char *list_from(workosds_client *client, const char *cursor, int64_t most, long *count)
{
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_iterator *users = NULL;
    const workosds_user *user;
    workosds_error *error = NULL;
    workosds_status status;
    char *next = NULL;

    query.directory = "directory_123";
    query.limit = 20;       /* the page size */
    query.max_items = most; /* where to stop */
    query.after = cursor;
    status = workosds_list_users(client, &query, &users, &error);
    while (status == WORKOSDS_OK) {
        status = workosds_iterator_next_user(users, &user, &error);
        if (status == WORKOSDS_OK)
            ++*count;
    }
    if (status != WORKOSDS_DONE)
        fprintf(stderr, "%s\n", workosds_error_message(error));
    if (workosds_iterator_cursor(users) != NULL)
        next = strdup(workosds_iterator_cursor(users));
    workosds_error_free(error);
    workosds_iterator_free(users);
    return next;
}
/* [list] */

int main(void)
{
    workosds_client *client = NULL;
    char *cursor;
    long first = 0, second = 0;

    if (workosds_client_new(NULL, NULL, &client, NULL) != WORKOSDS_OK)
        return 1;
    cursor = list_from(client, NULL, 40, &first);
    free(list_from(client, cursor, 0, &second));
    printf("%ld users, then %ld\n", first, second);
    free(cursor);
    workosds_client_free(client);
    return first != 40 || second == 0;
}
