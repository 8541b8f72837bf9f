/* Typed custom attributes: every type, exactly as sent; whole numbers also as real. */
#include "lists.h"

/* Only the getter of `type` returns 1 for `key`; the others set their out-parameters to NULL or 0. */
static void assert_only(const workosds_user *user, const char *key, workosds_attribute_type type)
{
    const char *text = key;
    size_t length = 42;
    int64_t integer = 42;
    double real = 42;
    int32_t boolean = 42;

    assert_int_equal(workosds_user_custom_attribute_type(user, key), type);
    assert_int_equal(workosds_user_custom_attribute_text(user, key, &text, &length),
                     type == WORKOSDS_ATTRIBUTE_TEXT);
    assert_int_equal(workosds_user_custom_attribute_integer(user, key, &integer),
                     type == WORKOSDS_ATTRIBUTE_INTEGER);
    assert_int_equal(workosds_user_custom_attribute_real(user, key, &real),
                     type == WORKOSDS_ATTRIBUTE_REAL || type == WORKOSDS_ATTRIBUTE_INTEGER);
    assert_int_equal(workosds_user_custom_attribute_boolean(user, key, &boolean),
                     type == WORKOSDS_ATTRIBUTE_BOOLEAN);
    if (type != WORKOSDS_ATTRIBUTE_TEXT) {
        assert_null(text);
        assert_int_equal(length, 0);
    }
    if (type != WORKOSDS_ATTRIBUTE_INTEGER)
        assert_int_equal(integer, 0);
    if (type == WORKOSDS_ATTRIBUTE_INTEGER)
        assert_true(real == (double)integer);
    else if (type != WORKOSDS_ATTRIBUTE_REAL)
        assert_true(real == 0);
    if (type != WORKOSDS_ATTRIBUTE_BOOLEAN)
        assert_int_equal(boolean, 0);
}

static void test_types(void **state)
{
    static const struct {
        const char *json;
        workosds_attribute_type type;
    } values[] = {
        {"null", WORKOSDS_ATTRIBUTE_NULL},
        {"\"\"", WORKOSDS_ATTRIBUTE_TEXT},
        {"\"42\"", WORKOSDS_ATTRIBUTE_TEXT},
        {"\"true\"", WORKOSDS_ATTRIBUTE_TEXT},
        {"0", WORKOSDS_ATTRIBUTE_INTEGER},
        {"1", WORKOSDS_ATTRIBUTE_INTEGER},
        {"-0", WORKOSDS_ATTRIBUTE_INTEGER},
        {"9223372036854775807", WORKOSDS_ATTRIBUTE_INTEGER},
        {"-9223372036854775808", WORKOSDS_ATTRIBUTE_INTEGER},
        {"9223372036854775808", WORKOSDS_ATTRIBUTE_TEXT},
        {"3.0", WORKOSDS_ATTRIBUTE_REAL},
        {"0.5", WORKOSDS_ATTRIBUTE_REAL},
        {"1e3", WORKOSDS_ATTRIBUTE_REAL},
        {"1e999", WORKOSDS_ATTRIBUTE_TEXT},
        {"true", WORKOSDS_ATTRIBUTE_BOOLEAN},
        {"false", WORKOSDS_ATTRIBUTE_BOOLEAN},
        {"[]", WORKOSDS_ATTRIBUTE_ARRAY},
        {"[1,\"a\"]", WORKOSDS_ATTRIBUTE_ARRAY},
        {"{}", WORKOSDS_ATTRIBUTE_OBJECT},
        {"{\"a\":null}", WORKOSDS_ATTRIBUTE_OBJECT},
    };
    size_t index;

    for (index = 0; index < COUNT(values); index++) {
        char attributes[128];
        workosds_user *user;

        snprintf(attributes, sizeof(attributes), "{\"before\":1,\"key\":%s,\"behind\":2}",
                 values[index].json);
        user = get_raw_attributes(*state, attributes);
        assert_only(user, "key", values[index].type);
        assert_only(user, "absent", WORKOSDS_ATTRIBUTE_ABSENT);
        assert_only(user, "ke", WORKOSDS_ATTRIBUTE_ABSENT);
        assert_null(workosds_user_custom_attribute_json(user, "absent"));
        workosds_user_free(user);
    }
}

/* With a NULL out-parameter a getter only checks for the attribute. A NULL key is not the key "". */
static void test_null_arguments(void **state)
{
    workosds_user *user =
        get_raw_attributes(*state, "{\"\":\"named by nothing\",\"n\":1,\"r\":1.5,\"b\":true}");
    const char *text;

    assert_int_equal(workosds_user_custom_attribute_text(user, "", NULL, NULL), 1);
    assert_int_equal(workosds_user_custom_attribute_integer(user, "n", NULL), 1);
    assert_int_equal(workosds_user_custom_attribute_real(user, "r", NULL), 1);
    assert_int_equal(workosds_user_custom_attribute_boolean(user, "b", NULL), 1);
    assert_int_equal(workosds_user_custom_attribute_text(user, "", &text, NULL), 1);
    assert_text("named by nothing", text);
    assert_only(user, NULL, WORKOSDS_ATTRIBUTE_ABSENT);
    assert_null(workosds_user_custom_attribute_json(user, NULL));
    assert_only(NULL, "n", WORKOSDS_ATTRIBUTE_ABSENT);
    assert_only(NULL, NULL, WORKOSDS_ATTRIBUTE_ABSENT);
    assert_text("", workosds_user_custom_attribute_key_at(user, 0, NULL));
    workosds_user_free(user);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_raw_server(test_types),
        with_raw_server(test_null_arguments),
    };

    return cmocka_run_group_tests_name("attributes", tests, NULL, NULL);
}
