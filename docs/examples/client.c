/* A client with its own time limits, and a line for each attempt at a request. */
#include <stdio.h>
#include <workosds.h>

/* [callback] */
static void log_attempt(const workosds_attempt *attempt, void *data)
{
    FILE *log = data;

    fprintf(log, "%s %s: HTTP %d, attempt %d, %lld ms, %lld bytes\n", workosds_attempt_method(attempt),
            workosds_attempt_path(attempt), (int)workosds_attempt_http_status(attempt),
            (int)workosds_attempt_number(attempt), (long long)workosds_attempt_elapsed_ms(attempt),
            (long long)workosds_attempt_bytes(attempt));
    if (workosds_attempt_wait_ms(attempt) >= 0)
        fprintf(log, "retry in %lld ms: %s\n", (long long)workosds_attempt_wait_ms(attempt),
                workosds_status_name(workosds_attempt_status(attempt)));
}
/* [callback] */

int main(void)
{
    workosds_directory *directory = NULL;
    workosds_error *error = NULL;
    workosds_status status;

    /* [options] */
    workosds_client_options options = WORKOSDS_CLIENT_OPTIONS_INIT;
    workosds_client *client = NULL;

    options.app_name = "people-sync/1.2";
    options.call_timeout_ms = 30000; /* a whole call, including retries and waits */
    options.max_retries = 5;
    options.on_attempt = log_attempt;
    options.on_attempt_data = stderr;
    status = workosds_client_new(NULL, &options, &client, &error); /* NULL: the key in WORKOS_API_KEY */
    /* [options] */

    if (status == WORKOSDS_OK)
        status = workosds_get_directory(client, "directory_123", &directory, &error);
    if (status != WORKOSDS_OK)
        fprintf(stderr, "%s\n", workosds_error_message(error));
    else
        printf("%s\n", workosds_directory_name(directory));
    workosds_error_free(error);
    workosds_directory_free(directory);
    workosds_client_free(client);
    return status != WORKOSDS_OK;
}
