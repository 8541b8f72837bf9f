/* The groups of a user. */
#include <stdio.h>
#include <workosds.h>

int main(void)
{
    workosds_client *client = NULL;
    workosds_error *error = NULL;
    workosds_status status = workosds_client_new(NULL, NULL, &client, &error);

    /* [list] */
    workosds_group_query query = WORKOSDS_GROUP_QUERY_INIT;
    workosds_iterator *groups = NULL;
    const workosds_group *group;

    query.user = "directory_user_123"; /* or: query.directory */
    if (status == WORKOSDS_OK)
        status = workosds_list_groups(client, &query, &groups, &error);
    while (status == WORKOSDS_OK) {
        status = workosds_iterator_next_group(groups, &group, &error);
        if (status == WORKOSDS_OK)
            printf("%s %s\n", workosds_group_id(group), workosds_group_name(group));
    }
    workosds_iterator_free(groups);
    /* [list] */

    if (status != WORKOSDS_DONE)
        fprintf(stderr, "%s\n", workosds_error_message(error));
    workosds_error_free(error);
    workosds_client_free(client);
    return status != WORKOSDS_DONE;
}
