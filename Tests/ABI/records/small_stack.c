/* The deepest JSON accepted, read in a thread with a stack of 64 KB, or of the system's minimum. */
#include "lists.h"
#include <limits.h>
#include <pthread.h>

enum { DEPTH = 505, STACK = 64 << 10 };

struct reading {
    workosds_client *client;
    size_t attribute, all, copied, failed, event;
};

static size_t length_of(char *text)
{
    size_t length = text == NULL ? 0 : strlen(text);
    workosds_string_free(text);
    return length;
}

static void nested(char *text, const char *before, const char *behind)
{
    size_t index;

    strcpy(text, before);
    for (index = 0; index < DEPTH; index++)
        strcat(text, "[");
    for (index = 0; index < DEPTH; index++)
        strcat(text, "]");
    strcat(text, behind);
}

static void *read_all(void *data)
{
    static char payload[4096];
    struct reading *reading = data;
    workosds_user *user = NULL, *copy;
    workosds_event *event = NULL;
    workosds_error *error = NULL;
    char *signature;

    if (workosds_get_user(reading->client, "user", &user, NULL) == WORKOSDS_OK) {
        copy = workosds_user_copy(user);
        reading->attribute = length_of(workosds_user_custom_attribute_json(user, "deep"));
        reading->all = length_of(workosds_user_json(user));
        reading->copied = length_of(workosds_user_json(copy));
        workosds_user_free(copy);
    }
    workosds_user_free(user);
    if (workosds_get_user(reading->client, "nobody", &user, &error) == WORKOSDS_ERROR_BAD_REQUEST)
        reading->failed = length_of(workosds_error_json(error));
    workosds_error_free(error);
    nested(payload, "{\"event\":\"dsync.user.created\",\"data\":{\"custom_attributes\":{\"deep\":", "}}}");
    signature = workosds_webhook_sign(payload, strlen(payload), "secret", WORKOSDS_NOW);
    if (workosds_webhook_verify(payload, strlen(payload), signature, "secret", WORKOSDS_DEFAULT_TOLERANCE,
                                WORKOSDS_NOW, &event, NULL) == WORKOSDS_OK)
        reading->event = length_of(workosds_event_json(event)) +
                         length_of(workosds_user_custom_attribute_json(workosds_event_user(event), "deep"));
    workosds_event_free(event);
    workosds_string_free(signature);
    return NULL;
}

static void test_deep_answers(void **state)
{
    struct reading reading = {raw_server_client(*state), 0, 0, 0, 0, 0};
    char body[4096];
    pthread_attr_t attributes;
    size_t stack = PTHREAD_STACK_MIN > STACK ? PTHREAD_STACK_MIN : STACK;
    pthread_t thread;

    nested(body, "{\"id\":\"user\",\"custom_attributes\":{\"deep\":", "}}");
    raw_server_answer(*state, 200, "", body);
    nested(body, "{\"message\":\"deep\",\"errors\":", "}");
    raw_server_answer(*state, 400, "", body);
    assert_int_equal(pthread_attr_init(&attributes), 0);
    assert_int_equal(pthread_attr_setstacksize(&attributes, stack), 0);
    assert_int_equal(pthread_create(&thread, &attributes, read_all, &reading), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(reading.attribute, 2 * DEPTH);
    assert_true(reading.all > 2 * DEPTH && reading.copied == reading.all);
    assert_true(reading.failed > 2 * DEPTH && reading.event > 4 * DEPTH);
    pthread_attr_destroy(&attributes);
    workosds_client_free(reading.client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {with_raw_server(test_deep_answers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
