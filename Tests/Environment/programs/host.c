#include "host.h"

const char *url, *ca_file;

workosds_client *connect_with(workosds_attempt_callback on_attempt, int32_t retries)
{
    workosds_client_options options = WORKOSDS_CLIENT_OPTIONS_INIT;
    workosds_client *client = NULL;

    options.base_url = url;
    options.ca_file = ca_file;
    options.no_proxy = "*";
    options.max_retries = retries;
    options.directory_user_requests_per_second = WORKOSDS_UNPACED;
    options.on_attempt = on_attempt;
    if (workosds_client_new("sk_test_host", &options, &client, NULL) != WORKOSDS_OK)
        abort();
    return client;
}

workosds_iterator *list(workosds_client *client)
{
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_iterator *users = NULL;

    query.directory = "directory_1";
    query.limit = 1;
    if (workosds_list_users(client, &query, &users, NULL) != WORKOSDS_OK)
        abort();
    return users;
}

void append_rest(workosds_iterator *users, char *text, int most)
{
    const workosds_user *user;
    workosds_status status = WORKOSDS_OK;

    while (most-- > 0 && (status = workosds_iterator_next_user(users, &user, NULL)) == WORKOSDS_OK)
        sprintf(text + strlen(text), "%d ",
                atoi(workosds_user_id(user) + strlen("directory_user_01TESTUSR")));
    if (status != WORKOSDS_OK)
        strcat(text, workosds_status_name(status));
}

workosds_status get(workosds_client *client)
{
    workosds_user *user = NULL;
    workosds_status status = workosds_get_user(client, "u1", &user, NULL);

    workosds_user_free(user);
    return status;
}

double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double cpu_seconds(void)
{
    struct rusage used;

    getrusage(RUSAGE_SELF, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

int wait_for(pid_t child, double patience)
{
    const struct timespec pause = {0, 200000};
    double end = seconds() + patience;
    int status;

    while (waitpid(child, &status, WNOHANG) == 0) {
        if (seconds() > end) {
            kill(child, SIGKILL);
            waitpid(child, &status, 0);
            return -1;
        }
        nanosleep(&pause, NULL);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
