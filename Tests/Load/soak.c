/* Lists repeatedly in four threads while the runner makes the server fail: `soak SECONDS SEED`. First it
 * fetches the expected lists, prints "ready" and waits for a line. Each later listing must be complete and
 * exact or end with an error. Prints the totals as one line of JSON. */
#include "truth.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define THREADS 4
#define STATUSES 32
#define MOST_GROWTH 4096 /* kilobytes */

static struct list *lists;
static size_t list_count;
static workosds_client *shared_client;
static unsigned long seed;
static double end;
static atomic_long requests;
static atomic_long retries;
static atomic_long ends[STATUSES]; /* listings by result: 1 for DONE, 1 - status for an error */

static void count_attempt(const workosds_attempt *attempt, void *data)
{
    (void)data;
    atomic_fetch_add(&requests, 1);
    if (workosds_attempt_number(attempt) > 1)
        atomic_fetch_add(&retries, 1);
}

static unsigned long pick(unsigned long *state, unsigned long limit)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state % limit;
}

static void list_once(unsigned long *state)
{
    const struct list *list = &lists[pick(state, list_count)];
    struct manner manner = {(int32_t)(5 + pick(state, 96)), (int)pick(state, 2), (int)pick(state, 2)};
    workosds_client *client = pick(state, 20) == 0 ? make_client(count_attempt, NULL) : shared_client;
    workosds_error *error = NULL;
    workosds_status status = truth_compare(client, list, manner, &error);

    require(status == WORKOSDS_DONE ||
                (status < 0 && workosds_error_status(error) == status && 1 - status < STATUSES),
            "a listing ended with %d: %s", status, workosds_error_message(error));
    atomic_fetch_add(&ends[status == WORKOSDS_DONE ? 1 : 1 - status], 1);
    workosds_error_free(error);
    if (client != shared_client)
        workosds_client_free(client);
}

static void *work(void *number)
{
    unsigned long state = (seed + 1) * 0x9E3779B97F4A7C15u + *(int *)number;

    while (seconds_now() < end)
        list_once(&state);
    return NULL;
}

/* Compares memory use after a tenth of the time, when everything has been used, with that at the end. */
static long run_threads(double seconds, long *resident)
{
    pthread_t threads[THREADS];
    int numbers[THREADS];
    struct timespec tenth = {(time_t)(seconds / 10), (long)(seconds * 1e8) % 1000000000};

    end = seconds_now() + seconds;
    for (int i = 0; i < THREADS; i++) {
        numbers[i] = i;
        require(pthread_create(&threads[i], NULL, work, &numbers[i]) == 0, "no thread");
    }
    nanosleep(&tenth, NULL);
    *resident = resident_kilobytes();
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    return resident_kilobytes() - *resident;
}

static void print_totals(long resident, long growth, int descriptors)
{
    long listings = 0;

    for (int i = 1; i < STATUSES; i++)
        listings += atomic_load(&ends[i]);
    printf("{\"listings\": %ld, \"complete\": %ld, \"errors\": {", listings, atomic_load(&ends[1]));
    for (int i = 2, first = 1; i < STATUSES; i++) {
        if (atomic_load(&ends[i]) == 0)
            continue;
        printf("%s\"%s\": %ld", first ? "" : ", ", workosds_status_name(1 - i), atomic_load(&ends[i]));
        first = 0;
    }
    printf("}, \"requests\": %ld, \"retries\": %ld, \"memory_kb\": %ld, \"memory_growth_kb\": %ld, "
           "\"descriptors\": %d}\n",
           atomic_load(&requests), atomic_load(&retries), resident, growth, descriptors);
}

int main(int count, char **arguments)
{
    double seconds = count > 1 ? atof(arguments[1]) : 10;
    workosds_client *client = make_client(NULL, NULL);
    int descriptors;
    long resident;
    long growth;

    seed = count > 2 ? strtoul(arguments[2], NULL, 10) : 1;
    list_count = truth_fetch(client, &lists);
    workosds_client_free(client);
    descriptors = open_descriptors();
    shared_client = make_client(count_attempt, NULL);
    puts("ready");
    fflush(stdout);
    getchar();
    growth = run_threads(seconds, &resident);
    workosds_client_free(shared_client);
    descriptors = open_descriptors() - descriptors;
    print_totals(resident, growth, descriptors);
    require(descriptors == 0, "%d descriptors are left open", descriptors);
    require(growth <= MOST_GROWTH, "the memory grew by more than %d KB", MOST_GROWTH);
    truth_free(lists, list_count);
    return 0;
}
