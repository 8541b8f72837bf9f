/* The status table, the version, and strings. */
#include "check.h"

static const struct {
    workosds_status value;
    int32_t number;
    const char *name;
} statuses[] = {
    {WORKOSDS_OK, 0, "OK"},
    {WORKOSDS_DONE, 1, "DONE"},
    {WORKOSDS_PENDING, 2, "PENDING"},
    {WORKOSDS_ERROR_INVALID_ARGUMENT, -1, "INVALID_ARGUMENT"},
    {WORKOSDS_ERROR_AUTHENTICATION, -2, "AUTHENTICATION"},
    {WORKOSDS_ERROR_PERMISSION, -3, "PERMISSION"},
    {WORKOSDS_ERROR_NOT_FOUND, -4, "NOT_FOUND"},
    {WORKOSDS_ERROR_CONFLICT, -5, "CONFLICT"},
    {WORKOSDS_ERROR_BAD_REQUEST, -6, "BAD_REQUEST"},
    {WORKOSDS_ERROR_UNPROCESSABLE, -7, "UNPROCESSABLE"},
    {WORKOSDS_ERROR_RATE_LIMITED, -8, "RATE_LIMITED"},
    {WORKOSDS_ERROR_SERVER, -9, "SERVER"},
    {WORKOSDS_ERROR_API, -10, "API"},
    {WORKOSDS_ERROR_NETWORK, -11, "NETWORK"},
    {WORKOSDS_ERROR_TLS, -12, "TLS"},
    {WORKOSDS_ERROR_TIMEOUT, -13, "TIMEOUT"},
    {WORKOSDS_ERROR_CANCELLED, -14, "CANCELLED"},
    {WORKOSDS_ERROR_PROTOCOL, -15, "PROTOCOL"},
    {WORKOSDS_ERROR_PAGINATION_LOOP, -16, "PAGINATION_LOOP"},
    {WORKOSDS_ERROR_SIGNATURE, -17, "SIGNATURE"},
    {WORKOSDS_ERROR_INTERNAL, -18, "INTERNAL"},
    {WORKOSDS_ERROR_OUT_OF_MEMORY, -19, "OUT_OF_MEMORY"},
};

/* Values never change, because programs were compiled with them. */
static void test_values_and_names(void **state)
{
    size_t index;

    (void)state;
    for (index = 0; index < COUNT(statuses); index++) {
        assert_int_equal(statuses[index].value, statuses[index].number);
        assert_text(statuses[index].name, workosds_status_name(statuses[index].value));
    }
}

static void test_table_holds_each_status_once(void **state)
{
    size_t index;
    size_t known;

    (void)state;
    assert_int_equal(workosds_status_count(), COUNT(statuses));
    for (known = 0; known < COUNT(statuses); known++) {
        size_t times = 0;

        for (index = 0; index < workosds_status_count(); index++)
            times += workosds_status_at(index) == statuses[known].value;
        assert_int_equal(times, 1);
    }
}

static void test_outside_of_the_table(void **state)
{
    static const workosds_status strangers[] = {3, -20, 100, INT32_MAX, INT32_MIN};
    size_t index;

    (void)state;
    assert_int_equal(workosds_status_at(workosds_status_count()), WORKOSDS_ERROR_INVALID_ARGUMENT);
    assert_int_equal(workosds_status_at(SIZE_MAX), WORKOSDS_ERROR_INVALID_ARGUMENT);
    assert_int_equal(workosds_status_at((size_t)PTRDIFF_MAX + 1), WORKOSDS_ERROR_INVALID_ARGUMENT);
    for (index = 0; index < COUNT(strangers); index++)
        assert_text("UNKNOWN", workosds_status_name(strangers[index]));
}

static void test_version(void **state)
{
    unsigned major, minor, patch;

    (void)state;
    assert_text(WORKOSDS_VERSION, workosds_version());
    assert_int_equal(workosds_version_number(), WORKOSDS_VERSION_NUMBER);
    assert_int_equal(sscanf(workosds_version(), "%u.%u.%u", &major, &minor, &patch), 3);
    assert_int_equal(workosds_version_number(), major << 16 | minor << 8 | patch);
    assert_ptr_equal(workosds_version(), workosds_version());
}

static void test_build_info(void **state)
{
    static const char *const members[] = {"version", "swift", "libcurl", "tls", "zlib", "jansson"};
    json_t *information = take_json(workosds_build_info());
    size_t index;

    (void)state;
    for (index = 0; index < COUNT(members); index++) {
        assert_non_null(member_text(information, members[index]));
        assert_true(strlen(member_text(information, members[index])) > 0);
    }
    assert_int_equal(json_object_size(information), COUNT(members));
    assert_text(workosds_version(), member_text(information, "version"));
    assert_text(jansson_version_str(), member_text(information, "jansson"));
    json_decref(information);
}

static void test_build_info_without_the_key(void **state)
{
    workosds_client_options options = test_options("http://127.0.0.1:9");
    workosds_client *client = new_client("sk_test_0123456789abcdef", &options);
    char *information = workosds_build_info();

    (void)state;
    assert_lacks(information, "sk_test_0123456789abcdef");
    workosds_string_free(information);
    workosds_client_free(client);
}

static void test_string_free_takes_null(void **state)
{
    (void)state;
    workosds_string_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_and_names),
        cmocka_unit_test(test_table_holds_each_status_once),
        cmocka_unit_test(test_outside_of_the_table),
        cmocka_unit_test(test_version),
        cmocka_unit_test(test_build_info),
        cmocka_unit_test(test_build_info_without_the_key),
        cmocka_unit_test(test_string_free_takes_null),
    };

    return cmocka_run_group_tests_name("status", tests, NULL, NULL);
}
