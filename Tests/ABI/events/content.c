/* What lies inside an event, by its kind. Events come signed, without a server. */
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

static void test_membership(void **state)
{
    static const char *const data =
        "{\"directory_id\":\"directory_1\",\"user\":{\"id\":\"directory_user_1\",\"state\":"
        "\"active\",\"organization_id\":\"org_1\",\"custom_attributes\":{\"n\":4}},"
        "\"group\":{\"id\":\"directory_group_1\",\"name\":\"Staff\"}}";
    static const char *const names[] = {WORKOSDS_EVENT_DSYNC_GROUP_USER_ADDED,
                                        WORKOSDS_EVENT_DSYNC_GROUP_USER_REMOVED};
    size_t index;
    int64_t number;

    (void)state;
    for (index = 0; index < COUNT(names); index++) {
        workosds_event *event = event_of(names[index], data, "");
        assert_text("directory_user_1", workosds_user_id(workosds_event_user(event)));
        assert_int_equal(workosds_user_group_count(workosds_event_user(event)), 0);
        assert_int_equal(workosds_user_custom_attribute_integer(workosds_event_user(event), "n", &number), 1);
        assert_int_equal(number, 4);
        assert_text("Staff", workosds_group_name(workosds_event_group(event)));
        assert_null(workosds_event_directory(event));
        assert_text("directory_1", workosds_event_directory_id(event));
        assert_text("org_1", workosds_event_organization_id(event));
        workosds_event_free(event);
    }
}

static void test_directory(void **state)
{
    static const char *const names[] = {WORKOSDS_EVENT_DSYNC_ACTIVATED, WORKOSDS_EVENT_DSYNC_DELETED,
                                        "dsync.deactivated"};
    static const char *const states[] = {"active", "linked"};
    size_t index;

    (void)state;
    for (index = 0; index < COUNT(names); index++) {
        char data[256];
        workosds_event *event;
        snprintf(data, sizeof data, "{\"id\":\"directory_1\",\"organization_id\":\"org_1\",\"state\":\"%s\"}",
                 states[index % 2]);
        event = event_of(names[index], data, "");
        assert_text("active", workosds_directory_state(workosds_event_directory(event)));
        assert_text("directory_1", workosds_event_directory_id(event));
        assert_text("org_1", workosds_event_organization_id(event));
        assert_null(workosds_event_user(event));
        assert_null(workosds_event_group(event));
        workosds_event_free(event);
    }
}

static void test_group_and_changes(void **state)
{
    workosds_event *event =
        event_of(WORKOSDS_EVENT_DSYNC_GROUP_UPDATED,
                 "{\"id\":\"directory_group_1\",\"name\":\"New\",\"directory_id\":\"directory_1\","
                 "\"previous_attributes\":{\"name\":\"Old\"}}",
                 ",\"context\":{\"actor\":{\"source\":\"api\"}}");
    json_t *value;

    (void)state;
    assert_text("New", workosds_group_name(workosds_event_group(event)));
    assert_null(workosds_event_user(event));
    value = take_json(workosds_event_previous_attributes_json(event));
    assert_text("Old", member_text(value, "name"));
    json_decref(value);
    value = take_json(workosds_event_context_json(event));
    assert_non_null(json_object_get(value, "actor"));
    json_decref(value);
    workosds_event_free(event);

    event = event_of(WORKOSDS_EVENT_DSYNC_USER_UPDATED, "{\"id\":\"directory_user_1\"}",
                     ",\"context\":{\"previous_attributes\":{\"email\":null}}");
    value = take_json(workosds_event_previous_attributes_json(event));
    assert_true(json_is_null(json_object_get(value, "email")));
    json_decref(value);
    workosds_event_free(event);
}

static void test_odd_content(void **state)
{
    static const char *const odd[] = {"null", "7", "[]", "\"x\"", "{}", "{\"user\":5,\"group\":null}"};
    size_t index;

    (void)state;
    for (index = 0; index < COUNT(odd); index++) {
        workosds_event *event = event_of(WORKOSDS_EVENT_DSYNC_GROUP_USER_ADDED, odd[index], "");
        assert_null(workosds_event_user(event));
        assert_null(workosds_event_group(event));
        assert_null(workosds_event_directory_id(event));
        assert_null(workosds_event_previous_attributes_json(event));
        workosds_event_free(event);
    }
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
        cmocka_unit_test(test_membership),        cmocka_unit_test(test_directory),
        cmocka_unit_test(test_group_and_changes), cmocka_unit_test(test_odd_content),
        cmocka_unit_test(test_json_and_copy),     cmocka_unit_test(test_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
