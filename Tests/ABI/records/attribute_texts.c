/* Keys, texts and JSON of custom attributes: their order, their length, keys sent twice. */
#include "lists.h"

static void test_keys_in_the_servers_order(void **state)
{
    static const char *const keys[] = {"zebra", "", "a b", "\xC3\xBC", "A", "a", "custom_attributes"};
    workosds_user *user = get_raw_attributes(
        *state,
        "{\"zebra\":1,\"\":2,\"a b\":3,\"\\u00fc\":4,\"A\":5,\"a\":6,\"custom_attributes\":{\"x\":7}}");
    size_t index;
    size_t length;

    assert_int_equal(workosds_user_custom_attribute_count(user), COUNT(keys));
    for (index = 0; index < COUNT(keys); index++) {
        assert_text(keys[index], workosds_user_custom_attribute_key_at(user, index, &length));
        assert_int_equal(length, strlen(keys[index]));
        assert_int_not_equal(workosds_user_custom_attribute_type(user, keys[index]),
                             WORKOSDS_ATTRIBUTE_ABSENT);
    }
    length = 42;
    assert_null(workosds_user_custom_attribute_key_at(user, COUNT(keys), &length));
    assert_int_equal(length, 0);
    assert_null(workosds_user_custom_attribute_key_at(user, SIZE_MAX, &length));
    assert_int_equal(workosds_user_custom_attribute_type(user, "x"), WORKOSDS_ATTRIBUTE_ABSENT);
    workosds_user_free(user);
}

/* NUL bytes end the C string, but not the text. */
static void test_text_with_nul(void **state)
{
    workosds_user *user = get_raw_attributes(*state, "{\"text\":\"a\\u0000b\"}");
    const char *text;
    size_t length;
    json_t *json;

    assert_int_equal(workosds_user_custom_attribute_text(user, "text", &text, &length), 1);
    assert_int_equal(length, 3);
    assert_memory_equal(text, "a\0b", 4);
    json = take_json(workosds_user_custom_attribute_json(user, "text"));
    assert_int_equal(json_string_length(json), 3);
    json_decref(json);
    workosds_user_free(user);
}

static void test_long_text(void **state)
{
    const size_t size = 1 << 20;
    char *attributes = malloc(size + 16);
    workosds_user *user;
    const char *text;
    size_t length;

    assert_non_null(attributes);
    strcpy(attributes, "{\"long\":\"");
    memset(attributes + 9, 'x', size);
    strcpy(attributes + 9 + size, "\"}");
    user = get_raw_attributes(*state, attributes);
    assert_int_equal(workosds_user_custom_attribute_text(user, "long", &text, &length), 1);
    assert_int_equal(length, size);
    assert_int_equal(strspn(text, "x"), size);
    workosds_user_free(user);
    free(attributes);
}

static void test_last_of_a_key_counts(void **state)
{
    workosds_user *user = get_raw_attributes(*state, "{\"a\":1,\"b\":2,\"a\":\"last\"}");
    const char *text;

    assert_int_equal(workosds_user_custom_attribute_count(user), 2);
    assert_int_equal(workosds_user_custom_attribute_text(user, "a", &text, NULL), 1);
    assert_text("last", text);
    workosds_user_free(user);
}

static void test_json(void **state)
{
    static const char sent[] =
        "{\"nested\":{\"list\":[1,2.5,null,true,{\"deep\":\"\\u00e9\"}]},\"text\":\"a\\\"b\",\"n\":7}";
    workosds_user *user = get_raw_attributes(*state, sent);
    json_t *expected = read_json(sent);
    json_t *given = take_json(workosds_user_custom_attributes_json(user));
    const char *key;
    json_t *value;

    assert_true(json_equal(expected, given));
    json_object_foreach(expected, key, value)
    {
        json_t *attribute = take_json(workosds_user_custom_attribute_json(user, key));

        assert_true(json_equal(value, attribute));
        json_decref(attribute);
    }
    json_decref(given);
    json_decref(expected);
    workosds_user_free(user);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_raw_server(test_keys_in_the_servers_order),
        with_raw_server(test_text_with_nul),
        with_raw_server(test_long_text),
        with_raw_server(test_last_of_a_key_counts),
        with_raw_server(test_json),
    };

    return cmocka_run_group_tests_name("attribute texts", tests, NULL, NULL);
}
