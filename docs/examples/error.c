/* Everything that an error contains. Exits with 0, since the error is intended. */
#include <stdio.h>
#include <workosds.h>

int main(void)
{
    workosds_client *client = NULL;
    workosds_user *user = NULL;
    workosds_error *error = NULL;

    if (workosds_client_new(NULL, NULL, &client, NULL) != WORKOSDS_OK)
        return 1;

    /* [read] */
    if (workosds_get_user(client, "directory_user_x", &user, &error) != WORKOSDS_OK) {
        printf("%s\n", workosds_error_message(error)); /* one line: what failed, where, what to do */
        printf("status %s, HTTP %d\n", workosds_status_name(workosds_error_status(error)),
               (int)workosds_error_http_status(error));
        if (workosds_error_code(error) != NULL)
            printf("code %s\n", workosds_error_code(error));
        if (workosds_error_request_id(error) != NULL)
            printf("request %s\n", workosds_error_request_id(error)); /* for WorkOS support */
        if (workosds_error_is_retryable(error))
            printf("try again in %lld ms\n", (long long)workosds_error_retry_after_ms(error));
        workosds_error_free(error);
        error = NULL; /* before it is used again: the library does not free the old error */
    }
    /* [read] */

    /* [json] */
    if (workosds_get_user(client, "", &user, &error) == WORKOSDS_ERROR_INVALID_ARGUMENT) {
        char *json = workosds_error_json(error);
        printf("%s\n", json);
        workosds_string_free(json);
        workosds_error_free(error);
    }
    /* [json] */
    workosds_user_free(user);
    workosds_client_free(client);
    return 0;
}
