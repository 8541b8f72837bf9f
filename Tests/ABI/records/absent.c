/* Every accessor and every _free accepts NULL and returns NULL, 0 or -1. */
#include "fields.h"

static void test_records(void **state)
{
    size_t index;

    (void)state;
    for (index = 0; index < DIRECTORY_FIELDS; index++)
        assert_null(directory_fields[index].read(NULL));
    for (index = 0; index < GROUP_FIELDS; index++)
        assert_null(group_fields[index].read(NULL));
    for (index = 0; index < USER_FIELDS; index++)
        assert_null(user_fields[index].read(NULL));
    assert_int_equal(workosds_directory_active_user_count(NULL), -1);
    assert_int_equal(workosds_directory_inactive_user_count(NULL), -1);
    assert_int_equal(workosds_directory_group_count(NULL), -1);
    assert_int_equal(workosds_user_role_count(NULL), 0);
    assert_null(workosds_user_role_at(NULL, 0));
    assert_int_equal(workosds_user_group_count(NULL), 0);
    assert_null(workosds_user_group_at(NULL, 0));
}

static void test_custom_attributes(void **state)
{
    size_t length = 42;

    (void)state;
    assert_int_equal(workosds_user_custom_attribute_count(NULL), 0);
    assert_null(workosds_user_custom_attribute_key_at(NULL, 0, &length));
    assert_int_equal(length, 0);
    assert_null(workosds_user_custom_attribute_key_at(NULL, 0, NULL));
    assert_int_equal(workosds_user_custom_attribute_type(NULL, "key"), WORKOSDS_ATTRIBUTE_ABSENT);
    assert_int_equal(workosds_user_custom_attribute_text(NULL, "key", NULL, NULL), 0);
    assert_int_equal(workosds_user_custom_attribute_integer(NULL, "key", NULL), 0);
    assert_int_equal(workosds_user_custom_attribute_real(NULL, "key", NULL), 0);
    assert_int_equal(workosds_user_custom_attribute_boolean(NULL, "key", NULL), 0);
    assert_null(workosds_user_custom_attribute_json(NULL, "key"));
}

static void test_texts_copies_and_frees(void **state)
{
    (void)state;
    assert_null(workosds_directory_json(NULL));
    assert_null(workosds_group_json(NULL));
    assert_null(workosds_user_json(NULL));
    assert_null(workosds_group_raw_attributes_json(NULL));
    assert_null(workosds_user_custom_attributes_json(NULL));
    assert_null(workosds_user_raw_attributes_json(NULL));
    assert_null(workosds_user_emails_json(NULL));
    assert_null(workosds_directory_copy(NULL));
    assert_null(workosds_group_copy(NULL));
    assert_null(workosds_user_copy(NULL));
    workosds_directory_free(NULL);
    workosds_group_free(NULL);
    workosds_user_free(NULL);
}

static void test_error(void **state)
{
    size_t length = 42;

    (void)state;
    assert_int_equal(workosds_error_status(NULL), WORKOSDS_OK);
    assert_text("", workosds_error_message(NULL));
    assert_null(workosds_error_code(NULL));
    assert_null(workosds_error_request_id(NULL));
    assert_int_equal(workosds_error_http_status(NULL), 0);
    assert_int_equal(workosds_error_retry_after_ms(NULL), -1);
    assert_int_equal(workosds_error_is_retryable(NULL), 0);
    assert_null(workosds_error_body(NULL, &length));
    assert_int_equal(length, 0);
    assert_null(workosds_error_body(NULL, NULL));
    assert_null(workosds_error_json(NULL));
    workosds_error_free(NULL);
}

static void test_attempt(void **state)
{
    (void)state;
    assert_null(workosds_attempt_method(NULL));
    assert_null(workosds_attempt_path(NULL));
    assert_int_equal(workosds_attempt_http_status(NULL), 0);
    assert_int_equal(workosds_attempt_status(NULL), WORKOSDS_OK);
    assert_int_equal(workosds_attempt_number(NULL), 0);
    assert_int_equal(workosds_attempt_elapsed_ms(NULL), 0);
    assert_int_equal(workosds_attempt_bytes(NULL), 0);
    assert_null(workosds_attempt_request_id(NULL));
    assert_int_equal(workosds_attempt_wait_ms(NULL), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records),
        cmocka_unit_test(test_custom_attributes),
        cmocka_unit_test(test_texts_copies_and_frees),
        cmocka_unit_test(test_error),
        cmocka_unit_test(test_attempt),
    };

    return cmocka_run_group_tests_name("absent", tests, NULL, NULL);
}
