/*
 * Lists the directories that an API key can see, then the groups and users of one of them.
 *
 *     cc list_directory.c -lworkosds -o list_directory
 *     WORKOS_API_KEY=sk_... ./list_directory [directory_id]
 *
 * Without an id it shows the directory with the most users, or else the first.
 */
#include <stdio.h>
#include <stdlib.h>
#include <workosds.h>

static const char *or_dash(const char *text)
{
    return text != NULL ? text : "-";
}

/* Prints why a listing stopped. Returns the exit status. */
static int finish(const char *what, workosds_status status, workosds_error *error)
{
    if (status == WORKOSDS_DONE)
        return EXIT_SUCCESS;
    fprintf(stderr, "%s: %s\n", what, workosds_error_message(error));
    if (workosds_error_request_id(error) != NULL)
        fprintf(stderr, "request id for WorkOS's support: %s\n", workosds_error_request_id(error));
    workosds_error_free(error);
    return EXIT_FAILURE;
}

static int list_directories(workosds_client *client, char *chosen, size_t size)
{
    workosds_iterator *directories = NULL;
    const workosds_directory *directory;
    workosds_error *error = NULL;
    workosds_status status;
    int64_t most_users = -1;
    int64_t users;
    long count = 0;

    printf("%-42s %-24s %-20s %s\n", "DIRECTORY", "TYPE", "STATE", "NAME");
    status = workosds_list_directories(client, NULL, &directories, &error);
    while (status == WORKOSDS_OK) {
        status = workosds_iterator_next_directory(directories, &directory, &error);
        if (status != WORKOSDS_OK)
            break;
        printf("%-42s %-24s %-20s %s\n", or_dash(workosds_directory_id(directory)),
               or_dash(workosds_directory_type(directory)), or_dash(workosds_directory_state(directory)),
               or_dash(workosds_directory_name(directory)));
        users = workosds_directory_active_user_count(directory);
        if (users > most_users || count == 0) {
            most_users = users;
            snprintf(chosen, size, "%s", or_dash(workosds_directory_id(directory)));
        }
        count++;
    }
    printf("%ld directories\n\n", count);
    workosds_iterator_free(directories);
    return finish("directories", status, error);
}

static int list_groups(workosds_client *client, const char *directory)
{
    workosds_group_query query = WORKOSDS_GROUP_QUERY_INIT;
    workosds_iterator *groups = NULL;
    const workosds_group *group;
    workosds_error *error = NULL;
    workosds_status status;
    long count = 0;

    query.directory = directory;
    printf("%-42s %s\n", "GROUP", "NAME");
    status = workosds_list_groups(client, &query, &groups, &error);
    while (status == WORKOSDS_OK) {
        status = workosds_iterator_next_group(groups, &group, &error);
        if (status != WORKOSDS_OK)
            break;
        printf("%-42s %s\n", or_dash(workosds_group_id(group)), or_dash(workosds_group_name(group)));
        count++;
    }
    printf("%ld groups\n\n", count);
    workosds_iterator_free(groups);
    return finish("groups", status, error);
}

static int list_users(workosds_client *client, const char *directory)
{
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_iterator *users = NULL;
    const workosds_user *user;
    const char *department;
    workosds_error *error = NULL;
    workosds_status status;
    long count = 0;

    query.directory = directory;
    printf("%-42s %-10s %-36s %-22s %s\n", "USER", "STATE", "EMAIL", "DEPARTMENT", "NAME");
    status = workosds_list_users(client, &query, &users, &error);
    while (status == WORKOSDS_OK) {
        status = workosds_iterator_next_user(users, &user, &error);
        if (status != WORKOSDS_OK)
            break;
        if (!workosds_user_custom_attribute_text(user, "department_name", &department, NULL))
            department = NULL;
        printf("%-42s %-10s %-36s %-22s %s %s\n", or_dash(workosds_user_id(user)),
               or_dash(workosds_user_state(user)), or_dash(workosds_user_email(user)), or_dash(department),
               or_dash(workosds_user_first_name(user)), or_dash(workosds_user_last_name(user)));
        count++;
    }
    printf("%ld users\n", count);
    workosds_iterator_free(users);
    return finish("users", status, error);
}

int main(int argc, char **argv)
{
    workosds_client *client = NULL;
    workosds_error *error = NULL;
    char directory[256] = "";
    int result;

    /* The key comes from WORKOS_API_KEY, the URL from WORKOS_BASE_URL if it is set. */
    if (workosds_client_new(NULL, NULL, &client, &error) != WORKOSDS_OK) {
        fprintf(stderr, "%s\n", workosds_error_message(error));
        workosds_error_free(error);
        return EXIT_FAILURE;
    }
    result = list_directories(client, directory, sizeof directory);
    if (argc > 1)
        snprintf(directory, sizeof directory, "%s", argv[1]);
    if (result == EXIT_SUCCESS && directory[0] != '\0')
        result = list_groups(client, directory);
    if (result == EXIT_SUCCESS && directory[0] != '\0')
        result = list_users(client, directory);
    workosds_client_free(client);
    return result;
}
