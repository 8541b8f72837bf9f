/* Hosts that close descriptors or exit during calls. endings URL CA_FILE closed|reopened|return|fresh|atexit:
 * prints JSON. */
#include "host.h"

#include <sys/syscall.h>

static workosds_client *client;

/* Closes every descriptor in the middle of a listing, and opens others under their numbers. */
static void close_everything(int reopens)
{
    workosds_iterator *users;
    char found[256] = "";
    double start, cpu;
    int i;

    client = connect_with(NULL, WORKOSDS_NO_RETRIES);
    users = list(client);
    append_rest(users, found, 2);
    syscall(SYS_close_range, 3, ~0U, 0);
    for (i = 0; reopens && i < 20; i++)
        if (open("/dev/null", O_RDWR) < 0)
            abort();
    start = seconds();
    cpu = cpu_seconds();
    append_rest(users, found, 100);
    printf("{\"found\": \"%s\", \"seconds\": %.2f, \"cpu\": %.2f, ", found, seconds() - start,
           cpu_seconds() - cpu);
    workosds_iterator_free(users);
    workosds_client_free(client);
    for (i = 3; reopens && i < 23 && fcntl(i, F_GETFD) == 0; i++)
        ;
    printf("\"left\": %d}\n", reopens ? i - 3 : 0);
}

static void *keep_calling(void *fresh)
{
    for (;;) {
        get(client);
        if (fresh != NULL)
            workosds_client_close_idle(client);
    }
    return NULL;
}

/* main returns while threads are inside the library. */
static void return_beside_threads(int fresh)
{
    const struct timespec pause = {0, 20000000 + getpid() % 20 * 1000000};
    pthread_t thread;
    int i;

    client = connect_with(NULL, WORKOSDS_NO_RETRIES);
    for (i = 0; i < 3; i++)
        pthread_create(&thread, NULL, keep_calling, fresh ? client : NULL);
    nanosleep(&pause, NULL);
    printf("{}\n");
}

static void call_at_exit(void)
{
    workosds_status status = get(client);

    printf("{\"status\": \"%s\"}\n", workosds_status_name(status));
    workosds_client_free(client);
}

int main(int count, char **arguments)
{
    const char *way = count > 3 ? arguments[3] : "";

    url = arguments[1];
    ca_file = arguments[2][0] != '\0' ? arguments[2] : NULL;
    if (strcmp(way, "closed") == 0 || strcmp(way, "reopened") == 0) {
        close_everything(strcmp(way, "reopened") == 0);
    } else if (strcmp(way, "atexit") == 0) {
        atexit(call_at_exit);
        client = connect_with(NULL, WORKOSDS_NO_RETRIES);
        return get(client) != WORKOSDS_OK;
    } else {
        return_beside_threads(strcmp(way, "fresh") == 0);
    }
    return 0;
}
