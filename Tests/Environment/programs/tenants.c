/* Calls of several tenants over one set of connections: `tenants one|derived CALLS THREADS URL CA_FILE`. Each
 * call asks for a user whose id names the tenant, so that a server's log shows whose key and header came with
 * it. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <workosds.h>

enum { TENANTS = 3, MOST_THREADS = 16 };

static workosds_client *clients[TENANTS];
static long calls_of_a_thread;

static void stop_unless(int condition, workosds_error *error)
{
    if (condition)
        return;
    fprintf(stderr, "%s\n", workosds_error_message(error));
    exit(1);
}

static workosds_client *base_client(const char *url, const char *ca_file)
{
    static const char *const headers[] = {"X-Tenant: 0", NULL};
    workosds_client_options options = WORKOSDS_CLIENT_OPTIONS_INIT;
    workosds_client *client = NULL;
    workosds_error *error = NULL;

    options.base_url = url;
    options.ca_file = ca_file;
    options.no_proxy = "*";
    options.headers = headers;
    stop_unless(workosds_client_new("sk_test_tenant_0", &options, &client, &error) == WORKOSDS_OK, error);
    return client;
}

static workosds_client *tenant_of(workosds_client *base, int tenant)
{
    char key[32];
    char line[32];
    const char *headers[] = {line, NULL};
    workosds_client_options options = WORKOSDS_CLIENT_OPTIONS_INIT;
    workosds_client *client = NULL;
    workosds_error *error = NULL;

    snprintf(key, sizeof key, "sk_test_tenant_%d", tenant);
    snprintf(line, sizeof line, "X-Tenant: %d", tenant);
    options.headers = headers;
    options.call_timeout_ms = 20000 + 1000 * tenant;
    options.max_retries = 1 + tenant;
    stop_unless(workosds_client_derive(base, key, &options, &client, &error) == WORKOSDS_OK, error);
    return client;
}

/* callgrind measures this function, by its name. */
__attribute__((noinline)) void *make_calls(void *data)
{
    long call;

    for (call = 0; call < calls_of_a_thread; call++) {
        int tenant = (int)(call % TENANTS);
        char id[32];
        workosds_user *user = NULL;
        workosds_error *error = NULL;

        snprintf(id, sizeof id, "tenant_%d", tenant);
        stop_unless(workosds_get_user(clients[tenant], id, &user, &error) == WORKOSDS_OK, error);
        workosds_user_free(user);
    }
    return data;
}

int main(int count, char **arguments)
{
    int is_derived = count == 6 && strcmp(arguments[1], "derived") == 0;
    int thread_count = count == 6 ? atoi(arguments[3]) : 0;
    pthread_t threads[MOST_THREADS];
    workosds_client *base;
    int index;

    if (thread_count < 1 || thread_count > MOST_THREADS)
        return 2;
    calls_of_a_thread = atol(arguments[2]) / thread_count;
    base = base_client(arguments[4], arguments[5]);
    for (index = 0; index < TENANTS; index++)
        clients[index] = is_derived ? tenant_of(base, index) : base;
    if (is_derived)
        workosds_client_free(base);
    if (thread_count == 1)
        make_calls(NULL);
    for (index = 0; thread_count > 1 && index < thread_count; index++)
        if (pthread_create(&threads[index], NULL, make_calls, NULL) != 0)
            return 3;
    for (index = 0; thread_count > 1 && index < thread_count; index++)
        pthread_join(threads[index], NULL);
    for (index = 0; index < (is_derived ? TENANTS : 1); index++)
        workosds_client_free(clients[index]);
    return 0;
}
