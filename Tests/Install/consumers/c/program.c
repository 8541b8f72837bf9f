/* Counts the server's records, like a program that uses only the installed library. */
#include <stdio.h>
#include <string.h>
#include <workosds.h>

static int complain(workosds_error *error)
{
    fprintf(stderr, "%s\n", workosds_error_message(error));
    workosds_error_free(error);
    return 1;
}

static workosds_status count_users(workosds_client *client, const char *directory, int *count,
                                   workosds_error **error)
{
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_iterator *users = NULL;
    const workosds_user *user;
    workosds_status status;

    query.directory = directory;
    status = workosds_list_users(client, &query, &users, error);
    while (status == WORKOSDS_OK) {
        status = workosds_iterator_next_user(users, &user, error);
        *count += status == WORKOSDS_OK;
    }
    workosds_iterator_free(users);
    return status == WORKOSDS_DONE ? WORKOSDS_OK : status;
}

int main(void)
{
    int directory_count = 0;
    int user_count = 0;
    workosds_client *client = NULL;
    workosds_iterator *directories = NULL;
    const workosds_directory *directory;
    workosds_error *error = NULL;
    workosds_status status = workosds_client_new(NULL, NULL, &client, &error);

    if (status == WORKOSDS_OK)
        status = workosds_list_directories(client, NULL, &directories, &error);
    while (status == WORKOSDS_OK) {
        status = workosds_iterator_next_directory(directories, &directory, &error);
        if (status != WORKOSDS_OK)
            break;
        directory_count++;
        if (strcmp(workosds_directory_type(directory), "okta scim v2.0") == 0)
            status = count_users(client, workosds_directory_id(directory), &user_count, &error);
    }
    workosds_iterator_free(directories);
    workosds_client_free(client);
    if (status != WORKOSDS_DONE)
        return complain(error);
    printf("%s: %d directories, %d users\n", workosds_version(), directory_count, user_count);
    return strcmp(workosds_version(), WORKOSDS_VERSION) != 0;
}
