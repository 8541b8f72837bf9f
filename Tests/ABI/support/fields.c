#include "fields.h"

const directory_field directory_fields[DIRECTORY_FIELDS] = {
    {"id", workosds_directory_id},
    {"organization_id", workosds_directory_organization_id},
    {"external_key", workosds_directory_external_key},
    {"domain", workosds_directory_domain},
    {"name", workosds_directory_name},
    {"type", workosds_directory_type},
    {"state", workosds_directory_state},
    {"created_at", workosds_directory_created_at},
    {"updated_at", workosds_directory_updated_at},
};

const group_field group_fields[GROUP_FIELDS] = {
    {"id", workosds_group_id},
    {"idp_id", workosds_group_idp_id},
    {"directory_id", workosds_group_directory_id},
    {"organization_id", workosds_group_organization_id},
    {"name", workosds_group_name},
    {"created_at", workosds_group_created_at},
    {"updated_at", workosds_group_updated_at},
};

const user_field user_fields[USER_FIELDS] = {
    {"id", workosds_user_id},
    {"directory_id", workosds_user_directory_id},
    {"organization_id", workosds_user_organization_id},
    {"idp_id", workosds_user_idp_id},
    {"email", workosds_user_email},
    {"first_name", workosds_user_first_name},
    {"last_name", workosds_user_last_name},
    {"name", workosds_user_name},
    {"state", workosds_user_state},
    {"job_title", workosds_user_job_title},
    {"username", workosds_user_username},
    {"created_at", workosds_user_created_at},
    {"updated_at", workosds_user_updated_at},
    /* "role" is an object in the API; the accessor returns its slug. */
    {"role", workosds_user_role},
};

const char *documented_state(const char *wire)
{
    if (wire != NULL && strcmp(wire, "linked") == 0)
        return WORKOSDS_DIRECTORY_STATE_ACTIVE;
    if (wire != NULL && strcmp(wire, "unlinked") == 0)
        return WORKOSDS_DIRECTORY_STATE_INACTIVE;
    return wire;
}

void assert_json(const json_t *sent, char *text)
{
    json_t *given;

    if (sent == NULL) {
        assert_null(text);
        return;
    }
    given = take_json(text);
    assert_true(json_equal(sent, given));
    json_decref(given);
}

/* -1 if it is absent. */
static int64_t count_in(const json_t *object, const char *key)
{
    const json_t *count = json_object_get(object, key);

    return json_is_integer(count) ? json_integer_value(count) : -1;
}

void assert_directory(const json_t *sent, const workosds_directory *directory)
{
    const json_t *metadata = json_object_get(sent, "metadata");
    const json_t *users = json_object_get(metadata, "users");
    size_t index;

    for (index = 0; index < DIRECTORY_FIELDS; index++) {
        const char *expected = member_text(sent, directory_fields[index].name);

        if (strcmp(directory_fields[index].name, "state") == 0)
            expected = documented_state(expected);
        assert_text(expected, directory_fields[index].read(directory));
    }
    assert_int_equal(workosds_directory_active_user_count(directory), count_in(users, "active"));
    assert_int_equal(workosds_directory_inactive_user_count(directory), count_in(users, "inactive"));
    assert_int_equal(workosds_directory_group_count(directory), count_in(metadata, "groups"));
}

void assert_group(const json_t *sent, const workosds_group *group)
{
    size_t index;

    for (index = 0; index < GROUP_FIELDS; index++)
        assert_text(member_text(sent, group_fields[index].name), group_fields[index].read(group));
    assert_json(json_object_get(sent, "raw_attributes"), workosds_group_raw_attributes_json(group));
}

static void assert_members(const json_t *sent, const workosds_user *user)
{
    const json_t *roles = json_object_get(sent, "roles");
    const json_t *groups = json_object_get(sent, "groups");
    size_t index;

    assert_int_equal(workosds_user_role_count(user), json_array_size(roles));
    for (index = 0; index < json_array_size(roles); index++)
        assert_text(member_text(json_array_get(roles, index), "slug"), workosds_user_role_at(user, index));
    assert_null(workosds_user_role_at(user, index));
    assert_int_equal(workosds_user_group_count(user), json_array_size(groups));
    for (index = 0; index < json_array_size(groups); index++)
        assert_group(json_array_get(groups, index), workosds_user_group_at(user, index));
    assert_null(workosds_user_group_at(user, index));
}

static void assert_attributes(const json_t *sent, const workosds_user *user)
{
    json_t *attributes = json_object_get(sent, "custom_attributes");
    const char *key;
    json_t *value;
    size_t index = 0;
    size_t length;

    assert_json(attributes, workosds_user_custom_attributes_json(user));
    assert_json(json_object_get(sent, "raw_attributes"), workosds_user_raw_attributes_json(user));
    assert_json(json_object_get(sent, "emails"), workosds_user_emails_json(user));
    assert_int_equal(workosds_user_custom_attribute_count(user), json_object_size(attributes));
    json_object_foreach(attributes, key, value)
    {
        assert_text(key, workosds_user_custom_attribute_key_at(user, index++, &length));
        assert_int_equal(length, strlen(key));
        assert_json(value, workosds_user_custom_attribute_json(user, key));
    }
    assert_null(workosds_user_custom_attribute_key_at(user, index, &length));
    assert_int_equal(length, 0);
}

void assert_user(const json_t *sent, const workosds_user *user)
{
    size_t index;

    for (index = 0; index < USER_FIELDS; index++) {
        const char *name = user_fields[index].name;
        const char *expected = member_text(sent, name);

        if (strcmp(name, "role") == 0)
            expected = member_text(json_object_get(sent, "role"), "slug");
        assert_text(expected, user_fields[index].read(user));
    }
    assert_members(sent, user);
    assert_attributes(sent, user);
}
