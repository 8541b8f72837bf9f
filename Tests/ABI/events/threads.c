/* Many threads make the first access to one webhook's event at once. All get the same pointers. */
#include "check.h"

#include <pthread.h>

#define SECRET "whsec_test_0123456789abcdef"
#define THREADS 8
#define ROUNDS 200

static const char body[] = "{\"id\":\"event_1\",\"event\":\"dsync.user.created\",\"data\":{\"id\":\"user_1\","
                           "\"email\":\"a\\u0040b\","
                           "\"custom_attributes\":{\"department\":\"Sales\"},\"previous_attributes\":{}}}";

typedef struct {
    pthread_barrier_t start;
    const workosds_event *event;
} shared_event;

typedef struct {
    shared_event *shared;
    const workosds_user *user;
    const char *email;
} reading;

/* cmocka's assertions work only in the thread that runs the test. */
static void *read_event(void *argument)
{
    reading *seen = argument;

    pthread_barrier_wait(&seen->shared->start);
    seen->user = workosds_event_user(seen->shared->event);
    seen->email = workosds_user_email(seen->user);
    return NULL;
}

static void read_together(const workosds_event *event)
{
    shared_event shared = {.event = event};
    reading readings[THREADS];
    pthread_t threads[THREADS];
    int number;

    assert_int_equal(pthread_barrier_init(&shared.start, NULL, THREADS), 0);
    for (number = 0; number < THREADS; number++) {
        readings[number] = (reading){.shared = &shared};
        assert_int_equal(pthread_create(&threads[number], NULL, read_event, &readings[number]), 0);
    }
    for (number = 0; number < THREADS; number++) {
        assert_int_equal(pthread_join(threads[number], NULL), 0);
        assert_ptr_equal(readings[number].user, readings[0].user);
        assert_ptr_equal(readings[number].email, readings[0].email);
    }
    assert_text("a@b", readings[0].email);
    pthread_barrier_destroy(&shared.start);
}

static void test_first_read_by_many_threads(void **state)
{
    char *header = workosds_webhook_sign(body, strlen(body), SECRET, 1);
    int round;

    (void)state;
    for (round = 0; round < ROUNDS; round++) {
        workosds_event *event = NULL;
        workosds_error *error = NULL;
        assert_ok(workosds_webhook_verify(body, strlen(body), header, SECRET, 0, 1, &event, &error), error);
        read_together(event);
        workosds_event_free(event);
    }
    workosds_string_free(header);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_first_read_by_many_threads)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
