#include "records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

json_t *text_json(const char *text)
{
    return text != NULL ? json_string(text) : json_null();
}

const char *text(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

int64_t number(const json_t *object, const char *name, int64_t otherwise)
{
    const json_t *value = json_object_get(object, name);
    return value != NULL ? json_integer_value(value) : otherwise;
}

/* Takes ownership of a JSON text of the library; null if there is none. */
static json_t *parsed(char *text)
{
    json_t *value = text != NULL ? json_loads(text, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL) : json_null();
    workosds_string_free(text);
    return value;
}

/* The value if it is of that type, else an empty one. */
static json_t *parsed_as(json_type type, char *text)
{
    json_t *value = parsed(text);
    if (json_typeof(value) == type)
        return value;
    json_decref(value);
    return type == JSON_OBJECT ? json_object() : json_array();
}

static json_t *count_json(int64_t count)
{
    return count == -1 ? json_null() : json_integer(count);
}

static void set_text(json_t *object, const char *name, const char *text)
{
    json_object_set_new(object, name, text_json(text));
}

json_t *directory_json(const workosds_directory *directory)
{
    json_t *object = directory != NULL ? json_object() : json_null();
    if (directory == NULL)
        return object;
    set_text(object, "id", workosds_directory_id(directory));
    set_text(object, "organization_id", workosds_directory_organization_id(directory));
    set_text(object, "external_key", workosds_directory_external_key(directory));
    set_text(object, "domain", workosds_directory_domain(directory));
    set_text(object, "name", workosds_directory_name(directory));
    set_text(object, "type", workosds_directory_type(directory));
    set_text(object, "state", workosds_directory_state(directory));
    set_text(object, "created_at", workosds_directory_created_at(directory));
    set_text(object, "updated_at", workosds_directory_updated_at(directory));
    json_object_set_new(object, "active_user_count",
                        count_json(workosds_directory_active_user_count(directory)));
    json_object_set_new(object, "inactive_user_count",
                        count_json(workosds_directory_inactive_user_count(directory)));
    json_object_set_new(object, "group_count", count_json(workosds_directory_group_count(directory)));
    json_object_set_new(object, "json", parsed(workosds_directory_json(directory)));
    return object;
}

json_t *group_json(const workosds_group *group)
{
    json_t *object = group != NULL ? json_object() : json_null();
    if (group == NULL)
        return object;
    set_text(object, "id", workosds_group_id(group));
    set_text(object, "idp_id", workosds_group_idp_id(group));
    set_text(object, "directory_id", workosds_group_directory_id(group));
    set_text(object, "organization_id", workosds_group_organization_id(group));
    set_text(object, "name", workosds_group_name(group));
    set_text(object, "created_at", workosds_group_created_at(group));
    set_text(object, "updated_at", workosds_group_updated_at(group));
    json_object_set_new(object, "raw_attributes",
                        parsed_as(JSON_OBJECT, workosds_group_raw_attributes_json(group)));
    json_object_set_new(object, "json", parsed(workosds_group_json(group)));
    return object;
}

/* The attribute's value by the accessor of its type. */
static json_t *attribute_json(const workosds_user *user, const char *key, workosds_attribute_type type)
{
    const char *text;
    size_t length;
    int64_t integer;
    double real;
    int32_t boolean;

    if (type == WORKOSDS_ATTRIBUTE_TEXT && workosds_user_custom_attribute_text(user, key, &text, &length))
        return json_stringn(text, length);
    if (type == WORKOSDS_ATTRIBUTE_INTEGER && workosds_user_custom_attribute_integer(user, key, &integer))
        return json_integer(integer);
    if (type == WORKOSDS_ATTRIBUTE_REAL && workosds_user_custom_attribute_real(user, key, &real))
        return json_real(real);
    if (type == WORKOSDS_ATTRIBUTE_BOOLEAN && workosds_user_custom_attribute_boolean(user, key, &boolean))
        return json_boolean(boolean);
    return parsed(workosds_user_custom_attribute_json(user, key));
}

/* Key, type and value of each attribute, in order. */
static json_t *attributes_json(const workosds_user *user)
{
    static const char *const types[] = {"absent", "null",    "text",  "integer",
                                        "real",   "boolean", "array", "object"};
    json_t *list = json_array();
    size_t index;

    for (index = 0; index < workosds_user_custom_attribute_count(user); index++) {
        const char *key = workosds_user_custom_attribute_key_at(user, index, NULL);
        workosds_attribute_type type = workosds_user_custom_attribute_type(user, key);
        json_array_append_new(list, json_pack("[s,s,o]", key, types[type], attribute_json(user, key, type)));
    }
    return list;
}

static json_t *roles_json(const workosds_user *user)
{
    json_t *list = json_array();
    size_t index;

    for (index = 0; index < workosds_user_role_count(user); index++)
        if (workosds_user_role_at(user, index) != NULL)
            json_array_append_new(list, json_string(workosds_user_role_at(user, index)));
    return list;
}

static json_t *groups_json(const workosds_user *user)
{
    json_t *list = json_array();
    size_t index;

    for (index = 0; index < workosds_user_group_count(user); index++)
        if (workosds_user_group_at(user, index) != NULL)
            json_array_append_new(list, group_json(workosds_user_group_at(user, index)));
    return list;
}

json_t *user_json(const workosds_user *user)
{
    json_t *object = user != NULL ? json_object() : json_null();
    if (user == NULL)
        return object;
    set_text(object, "id", workosds_user_id(user));
    set_text(object, "directory_id", workosds_user_directory_id(user));
    set_text(object, "organization_id", workosds_user_organization_id(user));
    set_text(object, "idp_id", workosds_user_idp_id(user));
    set_text(object, "email", workosds_user_email(user));
    set_text(object, "first_name", workosds_user_first_name(user));
    set_text(object, "last_name", workosds_user_last_name(user));
    set_text(object, "name", workosds_user_name(user));
    set_text(object, "job_title", workosds_user_job_title(user));
    set_text(object, "username", workosds_user_username(user));
    set_text(object, "state", workosds_user_state(user));
    set_text(object, "role", workosds_user_role(user));
    set_text(object, "created_at", workosds_user_created_at(user));
    set_text(object, "updated_at", workosds_user_updated_at(user));
    json_object_set_new(object, "roles", roles_json(user));
    json_object_set_new(object, "groups", groups_json(user));
    json_object_set_new(object, "custom_attributes", attributes_json(user));
    json_object_set_new(object, "raw_attributes",
                        parsed_as(JSON_OBJECT, workosds_user_raw_attributes_json(user)));
    json_object_set_new(object, "emails", parsed_as(JSON_ARRAY, workosds_user_emails_json(user)));
    json_object_set_new(object, "json", parsed(workosds_user_json(user)));
    return object;
}

json_t *event_json(const workosds_event *event)
{
    json_t *object = json_object();
    set_text(object, "id", workosds_event_id(event));
    set_text(object, "type", workosds_event_type(event));
    set_text(object, "created_at", workosds_event_created_at(event));
    set_text(object, "directory_id", workosds_event_directory_id(event));
    set_text(object, "organization_id", workosds_event_organization_id(event));
    json_object_set_new(object, "user", user_json(workosds_event_user(event)));
    json_object_set_new(object, "group", group_json(workosds_event_group(event)));
    json_object_set_new(object, "directory", directory_json(workosds_event_directory(event)));
    json_object_set_new(object, "data", parsed_as(JSON_OBJECT, workosds_event_data_json(event)));
    json_object_set_new(object, "previous_attributes",
                        parsed_as(JSON_OBJECT, workosds_event_previous_attributes_json(event)));
    json_object_set_new(object, "context", parsed_as(JSON_OBJECT, workosds_event_context_json(event)));
    json_object_set_new(object, "json", parsed(workosds_event_json(event)));
    return object;
}

/* The bytes as hexadecimal digits. */
static json_t *body_json(const workosds_error *error)
{
    size_t length = 0;
    const char *body = workosds_error_body(error, &length);
    if (body == NULL)
        return json_null();
    char *digits = malloc(2 * length + 1);
    digits[0] = 0;
    for (size_t index = 0; index < length; ++index)
        sprintf(digits + 2 * index, "%02x", (unsigned char)body[index]);
    json_t *text = json_string(digits);
    free(digits);
    return text;
}

json_t *error_json(workosds_status status, const workosds_error *error)
{
    json_t *object = parsed(workosds_error_json(error));
    json_object_set_new(object, "class", json_string(workosds_status_name(status)));
    json_object_set_new(object, "body", body_json(error));
    json_object_set_new(object, "code", text_json(workosds_error_code(error)));
    json_object_set_new(object, "request_id", text_json(workosds_error_request_id(error)));
    json_object_del(object, "status");
    if (workosds_error_http_status(error) == 0)
        json_object_set_new(object, "http_status", json_null());
    return object;
}
