/* A typical program, which must compile as C89 and as C++: lists the users of a directory, resumes after an
 * interruption, and distinguishes the errors that matter. */
#include <stdio.h>
#include <string.h>
#include <workosds.h>

static void print_user(const workosds_user *user)
{
    const char *department = NULL;
    const char *email = workosds_user_email(user);

    if (!workosds_user_custom_attribute_text(user, "department", &department, NULL))
        department = "-";
    printf("%s %s %s\n", workosds_user_id(user), email != NULL ? email : "-", department);
}

static void explain(const workosds_error *error)
{
    const char *request_id = workosds_error_request_id(error);

    fprintf(stderr, "%s\n", workosds_error_message(error));
    if (request_id != NULL)
        fprintf(stderr, "request id: %s\n", request_id);
    if (workosds_error_is_retryable(error))
        fprintf(stderr, "try again later\n");
}

int main(int argc, char **argv)
{
    workosds_client_options options = WORKOSDS_CLIENT_OPTIONS_INIT;
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_client *client = NULL;
    workosds_iterator *users = NULL;
    const workosds_user *user = NULL;
    workosds_error *error = NULL;
    workosds_status status;

    options.app_name = "example/1.0";
    query.directory = argc > 1 ? argv[1] : "directory_123";
    query.after = argc > 2 ? argv[2] : NULL;
    status = workosds_client_new(NULL, &options, &client, &error);
    if (status == WORKOSDS_OK)
        status = workosds_list_users(client, &query, &users, &error);
    while (status == WORKOSDS_OK) {
        status = workosds_iterator_next_user(users, &user, &error);
        if (status == WORKOSDS_OK)
            print_user(user);
    }
    if (status != WORKOSDS_DONE) {
        explain(error);
        if (workosds_iterator_cursor(users) != NULL)
            fprintf(stderr, "resume after: %s\n", workosds_iterator_cursor(users));
    }
    workosds_error_free(error);
    workosds_iterator_free(users);
    workosds_client_free(client);
    return status == WORKOSDS_DONE ? 0 : 1;
}
