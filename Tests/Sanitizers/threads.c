/* 32 threads with one client. Each lists users, fetches single ones and compares them with the listing, and
 * copies a record for its neighbour to read. Some cancel, or are cancelled. */
#include "process.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THREADS 32
#define ROUNDS 4
#define GETS 5
#define BEING_CANCELLED ((workosds_iterator *)-1)

static workosds_client *client;
static char *directory;
static _Atomic(workosds_iterator *)
    victim; /* the iterator to cancel; the thread that takes it out may free it */
static workosds_user *_Atomic shelf[THREADS];
static atomic_int finished;
static atomic_long records;
static atomic_long cancelled;

static workosds_iterator *list_users(int32_t page_size)
{
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_iterator *iterator;

    query.directory = directory;
    query.limit = page_size;
    require(workosds_list_users(client, &query, &iterator, NULL) == WORKOSDS_OK, "no listing");
    return iterator;
}

/* Records on the shelf are immutable: any thread may read them, and the thread that removes one frees it. */
static void read_neighbour(int number, const workosds_user *user)
{
    workosds_user *found = atomic_exchange(&shelf[(number + 1) % THREADS], NULL);
    workosds_user *old = atomic_exchange(&shelf[number], workosds_user_copy(user));

    require(found == NULL || workosds_user_id(found) != NULL, "a copy without id");
    if (found != NULL)
        (void)workosds_user_custom_attribute_count(found);
    workosds_user_free(found);
    workosds_user_free(old);
}

static void get_again(const workosds_user *user)
{
    workosds_user *again;
    workosds_error *error = NULL;
    workosds_status status = workosds_get_user(client, workosds_user_id(user), &again, &error);

    if (status == WORKOSDS_ERROR_CANCELLED)
        atomic_fetch_add(&cancelled, 1);
    else
        require(status == WORKOSDS_OK && strcmp(workosds_user_id(user), workosds_user_id(again)) == 0,
                "another user: %s", workosds_error_message(error));
    workosds_user_free(again);
    workosds_error_free(error);
}

static void list_and_get(int number, int32_t page_size)
{
    workosds_iterator *iterator = list_users(page_size);
    const workosds_user *user;
    workosds_error *error = NULL;
    workosds_status status;
    int count = 0;

    while ((status = workosds_iterator_next_user(iterator, &user, &error)) == WORKOSDS_OK) {
        if (count++ % (250 / GETS) == 0)
            get_again(user);
        if (count % 50 == 0)
            read_neighbour(number, user);
    }
    require(status == WORKOSDS_ERROR_CANCELLED || (status == WORKOSDS_DONE && count == 250), "%d users: %s",
            count, workosds_error_message(error));
    atomic_fetch_add(status == WORKOSDS_DONE ? &records : &cancelled, status == WORKOSDS_DONE ? count : 1);
    workosds_error_free(error);
    workosds_iterator_free(iterator);
}

/* Lets another thread cancel its iterator, and frees it when it is returned. */
static void list_as_victim(void)
{
    workosds_iterator *iterator = list_users(1);
    workosds_iterator *nobody = NULL;
    const workosds_user *user;
    int is_lent = atomic_compare_exchange_strong(&victim, &nobody, iterator);

    for (int i = 0; i < 20 && workosds_iterator_next_user(iterator, &user, NULL) == WORKOSDS_OK; i++)
        continue;
    while (is_lent) {
        workosds_iterator *lent = iterator;
        if (atomic_compare_exchange_strong(&victim, &lent, NULL) || lent != BEING_CANCELLED)
            break;
    }
    workosds_iterator_free(iterator);
}

static void *work(void *argument)
{
    int number = *(int *)argument;

    for (int round = 0; round < ROUNDS; round++) {
        if (number % 8 == 7)
            list_as_victim();
        else
            list_and_get(number, 25 + number);
        if (number == 3)
            workosds_client_close_idle(client);
    }
    atomic_fetch_add(&finished, 1);
    return NULL;
}

/* Cancels one iterator after another, and sometimes the client. */
static void *cancel(void *unused)
{
    for (long turn = 1; atomic_load(&finished) < THREADS; turn++) {
        struct timespec pause = {0, 5000000};
        workosds_iterator *lent = atomic_load(&victim);
        (void)unused;
        nanosleep(&pause, NULL);
        if (lent != NULL && atomic_compare_exchange_strong(&victim, &lent, BEING_CANCELLED)) {
            workosds_iterator_cancel(lent);
            atomic_store(&victim, NULL);
        }
        if (turn == 200 || turn % 2000 == 0)
            workosds_client_cancel(client);
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS + 1];
    int numbers[THREADS];
    int descriptors = open_descriptors();

    client = make_client(NULL, NULL);
    directory = directory_named(client, "Foo Corp Okta");
    for (int i = 0; i < THREADS; i++) {
        numbers[i] = i;
        require(pthread_create(&threads[i], NULL, work, &numbers[i]) == 0, "no thread");
    }
    require(pthread_create(&threads[THREADS], NULL, cancel, NULL) == 0, "no thread");
    for (int i = 0; i <= THREADS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < THREADS; i++)
        workosds_user_free(atomic_load(&shelf[i]));
    workosds_client_free(client);
    free(directory);
    require(open_descriptors() == descriptors, "descriptors are left open");
    require(atomic_load(&records) > 0, "no listing was completed");
    printf("%d threads: %ld records, %ld calls cancelled\n", THREADS, atomic_load(&records),
           atomic_load(&cancelled));
    return 0;
}
