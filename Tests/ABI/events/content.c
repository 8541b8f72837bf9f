/* Copies of events and of the records inside them, and NULL. The events are webhooks, so no server is needed.
 */
#include "check.h"

static workosds_error *error;

static workosds_event *event_of(const char *name, const char *data, const char *more)
{
    workosds_event *event = NULL;
    char payload[2048];
    char *header;

    snprintf(payload, sizeof payload, "{\"id\":\"event_1\",\"event\":\"%s\",\"data\":%s%s}", name, data,
             more);
    header = workosds_webhook_sign(payload, strlen(payload), "secret", 5);
    assert_ok(workosds_webhook_verify(payload, strlen(payload), header, "secret", 0, 5, &event, &error),
              error);
    workosds_string_free(header);
    return event;
}

static void test_json_and_copy(void **state)
{
    workosds_event *event =
        event_of(WORKOSDS_EVENT_DSYNC_USER_DELETED, "{\"id\":\"directory_user_1\"}", ",\"newer\":[1]");
    workosds_event *copy = workosds_event_copy(event);
    workosds_user *user = workosds_user_copy(workosds_event_user(event));
    json_t *value;

    (void)state;
    workosds_event_free(event);
    value = take_json(workosds_event_json(copy));
    assert_text("event_1", member_text(value, "id"));
    assert_true(json_is_null(json_object_get(value, "created_at")));
    assert_true(json_is_null(json_object_get(value, "context")));
    assert_int_equal(json_array_size(json_object_get(value, "newer")), 1);
    json_decref(value);
    assert_text("directory_user_1", workosds_user_id(workosds_event_user(copy)));
    workosds_event_free(copy);
    assert_text("directory_user_1", workosds_user_id(user));
    workosds_user_free(user);
}

static void test_null(void **state)
{
    (void)state;
    assert_null(workosds_event_id(NULL));
    assert_null(workosds_event_type(NULL));
    assert_null(workosds_event_created_at(NULL));
    assert_null(workosds_event_directory_id(NULL));
    assert_null(workosds_event_organization_id(NULL));
    assert_null(workosds_event_user(NULL));
    assert_null(workosds_event_group(NULL));
    assert_null(workosds_event_directory(NULL));
    assert_null(workosds_event_data_json(NULL));
    assert_null(workosds_event_previous_attributes_json(NULL));
    assert_null(workosds_event_context_json(NULL));
    assert_null(workosds_event_json(NULL));
    assert_null(workosds_event_copy(NULL));
    workosds_event_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_and_copy),
        cmocka_unit_test(test_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
