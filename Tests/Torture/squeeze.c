/* Lists in a loop on several threads while the address space is taken away until nothing works, and given
 * back. squeeze URL ROUNDS Ends with 0 if it lives, each listing was complete or failed, and the last ones
 * succeeded. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <workosds.h>

enum { THREADS = 12, RECORDS = 9, TOUCHED_STACK = 256 << 10 };

static const char *url;
static atomic_int rounds_left;
static atomic_int complete, out_of_memory, failed, wrong;

/* The kernel kills a thread whose stack it cannot enlarge: that is the host's to prevent. */
static void touch_stack(void)
{
    volatile char stack[TOUCHED_STACK];

    for (size_t i = 0; i < sizeof stack; i += 1024)
        stack[i] = 0;
}

static workosds_status list_once(int *count)
{
    workosds_client_options options = WORKOSDS_CLIENT_OPTIONS_INIT;
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_client *client = NULL;
    workosds_iterator *iterator = NULL;
    const workosds_user *user;
    workosds_error *error = NULL;
    workosds_status status;

    options.base_url = url;
    options.directory_user_requests_per_second = 1000;
    options.request_timeout_ms = 5000;
    options.max_retry_wait_ms = 5;
    query.directory = "directory_1";
    query.limit = 3;
    status = workosds_client_new("sk_test_torture", &options, &client, &error);
    if (status == WORKOSDS_OK)
        status = workosds_list_users(client, &query, &iterator, &error);
    while (status == WORKOSDS_OK) {
        status = workosds_iterator_next_user(iterator, &user, &error);
        if (status == WORKOSDS_OK) {
            ++*count;
            workosds_user_custom_attribute_count(user);
            workosds_user_group_at(user, 0);
            workosds_string_free(workosds_user_json(user));
            workosds_user_free(workosds_user_copy(user));
        }
    }
    if (status < 0 && (workosds_error_status(error) != status || workosds_error_message(error)[0] == '\0'))
        atomic_fetch_add(&wrong, 1);
    workosds_string_free(workosds_error_json(error));
    workosds_error_free(error);
    workosds_iterator_free(iterator);
    workosds_client_free(client);
    return status;
}

static void note(workosds_status status, int count)
{
    if (status == WORKOSDS_DONE ? count != RECORDS : status >= 0)
        atomic_fetch_add(&wrong, 1);
    atomic_fetch_add(status == WORKOSDS_DONE                  ? &complete
                     : status == WORKOSDS_ERROR_OUT_OF_MEMORY ? &out_of_memory
                                                              : &failed,
                     1);
}

static void *list_in_a_loop(void *unused)
{
    touch_stack();
    while (atomic_fetch_sub(&rounds_left, 1) > 0) {
        int count = 0;
        workosds_status status = list_once(&count);
        note(status, count);
    }
    return unused;
}

static size_t address_space(void)
{
    char text[200] = "";
    FILE *file = fopen("/proc/self/statm", "r");
    size_t pages = 0;

    if (file != NULL && fgets(text, sizeof text, file) != NULL)
        pages = strtoul(text, NULL, 10);
    if (file != NULL)
        fclose(file);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static void allow(size_t bytes)
{
    struct rlimit limit;

    getrlimit(RLIMIT_AS, &limit);
    limit.rlim_cur = bytes == 0 ? limit.rlim_max : bytes;
    setrlimit(RLIMIT_AS, &limit);
}

/* What the heap has free is used up as well: blocks of every size, that stay. */
static void use_up_heap(void)
{
    for (size_t size = 1 << 20; size >= 16; size /= 2)
        for (void **block; (block = malloc(size)) != NULL;)
            block[0] = block;
}

/* In turn so much may be had, beside what is in use: nothing, then more and more. */
static void squeeze(void)
{
    size_t more = 0;

    while (atomic_load(&rounds_left) > 0) {
        allow(address_space() + more);
        usleep(2000);
        more = more > 1 << 20 ? 0 : more + 64 * 1024;
        if (more == 0) {
            allow(0);
            usleep(2000);
        }
    }
    allow(0);
}

int main(int count, char **arguments)
{
    pthread_t threads[THREADS];
    int records = 0;
    int last;

    if (count != 3)
        return 2;
    url = arguments[1];
    atomic_store(&rounds_left, atoi(arguments[2]));
    touch_stack();
    if (list_once(&records) != WORKOSDS_DONE || records != RECORDS)
        return 1;
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, list_in_a_loop, NULL);
    squeeze();
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    printf("%d complete, %d out of memory, %d failed otherwise, %d wrong\n", atomic_load(&complete),
           atomic_load(&out_of_memory), atomic_load(&failed), atomic_load(&wrong));
    last = records = 0;
    if (list_once(&last) != WORKOSDS_DONE || last != RECORDS || atomic_load(&wrong) > 0)
        return 1;
    /* Nothing at all any more, on this thread alone. */
    allow(address_space());
    use_up_heap();
    for (int i = 0; i < 1000; i++)
        if (list_once(&records) != WORKOSDS_ERROR_OUT_OF_MEMORY || records > 0)
            return 1;
    return 0;
}
