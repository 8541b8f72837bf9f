/* The directory types known to this version, and the documented states. */
#include "check.h"

static const struct {
    const char *type;
    const char *wire;
    const char *display_name;
} types[] = {
    {WORKOSDS_DIRECTORY_TYPE_AZURE_SCIM_V2_0, "azure scim v2.0", "Azure SCIM v2.0"},
    {WORKOSDS_DIRECTORY_TYPE_BAMBOOHR, "bamboohr", "BambooHR"},
    {WORKOSDS_DIRECTORY_TYPE_BREATHE_HR, "breathe hr", "Breathe HR"},
    {WORKOSDS_DIRECTORY_TYPE_CEZANNE_HR, "cezanne hr", "Cezanne HR"},
    {WORKOSDS_DIRECTORY_TYPE_CYBERARK_SCIM_V2_0, "cyberark scim v2.0", "CyberArk SCIM v2.0"},
    {WORKOSDS_DIRECTORY_TYPE_FOURTH_HR, "fourth hr", "Fourth HR"},
    {WORKOSDS_DIRECTORY_TYPE_GENERIC_SCIM_V1_1, "generic scim v1.1", "Generic SCIM v1.1"},
    {WORKOSDS_DIRECTORY_TYPE_GENERIC_SCIM_V2_0, "generic scim v2.0", "Generic SCIM v2.0"},
    {WORKOSDS_DIRECTORY_TYPE_GSUITE_DIRECTORY, "gsuite directory", "Google Workspace"},
    {WORKOSDS_DIRECTORY_TYPE_GUSTO, "gusto", "Gusto"},
    {WORKOSDS_DIRECTORY_TYPE_HIBOB, "hibob", "HiBob"},
    {WORKOSDS_DIRECTORY_TYPE_JUMP_CLOUD_SCIM_V2_0, "jump cloud scim v2.0", "JumpCloud SCIM v2.0"},
    {WORKOSDS_DIRECTORY_TYPE_OKTA_SCIM_V1_1, "okta scim v1.1", "Okta SCIM v1.1"},
    {WORKOSDS_DIRECTORY_TYPE_OKTA_SCIM_V2_0, "okta scim v2.0", "Okta SCIM v2.0"},
    {WORKOSDS_DIRECTORY_TYPE_ONELOGIN_SCIM_V2_0, "onelogin scim v2.0", "OneLogin SCIM v2.0"},
    {WORKOSDS_DIRECTORY_TYPE_PEOPLE_HR, "people hr", "People HR"},
    {WORKOSDS_DIRECTORY_TYPE_PERSONIO, "personio", "Personio"},
    {WORKOSDS_DIRECTORY_TYPE_PINGFEDERATE_SCIM_V2_0, "pingfederate scim v2.0", "PingFederate SCIM v2.0"},
    {WORKOSDS_DIRECTORY_TYPE_RIPPLING, "rippling", "Rippling"},
    {WORKOSDS_DIRECTORY_TYPE_RIPPLING_SCIM_V2_0, "rippling scim v2.0", "Rippling SCIM v2.0"},
    {WORKOSDS_DIRECTORY_TYPE_S3, "s3", "S3"},
    {WORKOSDS_DIRECTORY_TYPE_SAILPOINT_SCIM_V2_0, "sailpoint scim v2.0", "SailPoint SCIM v2.0"},
    {WORKOSDS_DIRECTORY_TYPE_SFTP, "sftp", "SFTP"},
    {WORKOSDS_DIRECTORY_TYPE_SFTP_WORKDAY, "sftp workday", "SFTP Workday"},
    {WORKOSDS_DIRECTORY_TYPE_WORKDAY, "workday", "Workday"},
};

/* The macro, the API's value and the display name. */
static void test_display_names(void **state)
{
    size_t index;

    (void)state;
    for (index = 0; index < COUNT(types); index++) {
        assert_text(types[index].wire, types[index].type);
        assert_text(types[index].display_name, workosds_directory_type_display_name(types[index].type));
    }
}

static void test_table_holds_each_type_once(void **state)
{
    size_t known;
    size_t index;

    (void)state;
    assert_int_equal(workosds_directory_type_count(), COUNT(types));
    for (known = 0; known < COUNT(types); known++) {
        size_t times = 0;

        for (index = 0; index < workosds_directory_type_count(); index++)
            times += strcmp(workosds_directory_type_at(index), types[known].type) == 0;
        assert_int_equal(times, 1);
    }
}

static void test_outside_of_the_table(void **state)
{
    static const char *const unknown[] = {
        "", " ", "okta", "okta scim v2.0 ", "OKTA SCIM V2.0", "entra scim v3.0"};
    size_t index;

    (void)state;
    assert_null(workosds_directory_type_at(workosds_directory_type_count()));
    assert_null(workosds_directory_type_at(SIZE_MAX));
    assert_null(workosds_directory_type_at((size_t)PTRDIFF_MAX + 1));
    assert_null(workosds_directory_type_display_name(NULL));
    for (index = 0; index < COUNT(unknown); index++)
        assert_null(workosds_directory_type_display_name(unknown[index]));
}

/* Static strings: the same pointer each time, valid without a client. */
static void test_strings_are_static(void **state)
{
    const char *name = workosds_directory_type_display_name("workday");

    (void)state;
    assert_ptr_equal(name, workosds_directory_type_display_name("workday"));
    assert_ptr_equal(workosds_directory_type_at(0), workosds_directory_type_at(0));
}

static void test_states(void **state)
{
    (void)state;
    assert_text("active", WORKOSDS_DIRECTORY_STATE_ACTIVE);
    assert_text("inactive", WORKOSDS_DIRECTORY_STATE_INACTIVE);
    assert_text("deleting", WORKOSDS_DIRECTORY_STATE_DELETING);
    assert_text("invalid_credentials", WORKOSDS_DIRECTORY_STATE_INVALID_CREDENTIALS);
    assert_text("validating", WORKOSDS_DIRECTORY_STATE_VALIDATING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_display_names),
        cmocka_unit_test(test_table_holds_each_type_once),
        cmocka_unit_test(test_outside_of_the_table),
        cmocka_unit_test(test_strings_are_static),
        cmocka_unit_test(test_states),
    };

    return cmocka_run_group_tests_name("directory types", tests, NULL, NULL);
}
