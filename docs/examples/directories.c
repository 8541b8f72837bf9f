/* Lists an organization's directories, requests a sync of one, deletes another. */
#include <stdio.h>
#include <workosds.h>

int main(void)
{
    workosds_client *client = NULL;
    workosds_error *error = NULL;
    workosds_status status = workosds_client_new(NULL, NULL, &client, &error);

    /* [list] */
    workosds_directory_query query = WORKOSDS_DIRECTORY_QUERY_INIT;
    workosds_iterator *directories = NULL;
    const workosds_directory *directory;

    query.organization_id = "org_123";
    if (status == WORKOSDS_OK)
        status = workosds_list_directories(client, &query, &directories, &error);
    while (status == WORKOSDS_OK) {
        status = workosds_iterator_next_directory(directories, &directory, &error);
        if (status == WORKOSDS_OK)
            printf("%s %s, %s: %lld active users\n", workosds_directory_id(directory),
                   workosds_directory_name(directory),
                   workosds_directory_type_display_name(workosds_directory_type(directory)),
                   (long long)workosds_directory_active_user_count(directory));
    }
    workosds_iterator_free(directories);
    /* [list] */

    /* [commands] */
    if (status == WORKOSDS_DONE)
        status = workosds_request_directory_sync(client, "directory_456", &error);
    if (status == WORKOSDS_ERROR_CONFLICT) { /* requested within the last five minutes */
        workosds_error_free(error);
        error = NULL;
        status = WORKOSDS_OK;
    }
    if (status == WORKOSDS_OK)
        status = workosds_delete_directory(client, "directory_123", &error); /* OK: accepted */
    /* [commands] */

    if (status != WORKOSDS_OK)
        fprintf(stderr, "%s\n", workosds_error_message(error));
    workosds_error_free(error);
    workosds_client_free(client);
    return status != WORKOSDS_OK;
}
