#include "transcript.h"

#include "interposer.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#define MOST_DESCRIPTORS 256

static char text[1 << 18];
static size_t used;

static void add(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void add_arguments(const char *format, va_list arguments)
{
    int count = vsnprintf(text + used, sizeof text - used, format, arguments);

    if (count > 0 && used + (size_t)count < sizeof text)
        used += (size_t)count;
}

static void add(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    add_arguments(format, arguments);
    va_end(arguments);
}

void tell(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    add_arguments(format, arguments);
    va_end(arguments);
    add("\n");
}

static void add_text(const char *name, const char *value)
{
    add("\t%s=%s", name, value == NULL ? "~" : value);
}

static void add_attribute(const workosds_user *user, const char *key)
{
    const char *value = NULL;
    int64_t integer = 0;
    double real = 0;
    int32_t boolean = 0;

    switch (workosds_user_custom_attribute_type(user, key)) {
    case WORKOSDS_ATTRIBUTE_TEXT:
        workosds_user_custom_attribute_text(user, key, &value, NULL);
        add_text(key, value);
        break;
    case WORKOSDS_ATTRIBUTE_INTEGER:
        workosds_user_custom_attribute_integer(user, key, &integer);
        add("\t%s=%" PRId64, key, integer);
        break;
    case WORKOSDS_ATTRIBUTE_REAL:
        workosds_user_custom_attribute_real(user, key, &real);
        add("\t%s=%g", key, real);
        break;
    case WORKOSDS_ATTRIBUTE_BOOLEAN:
        workosds_user_custom_attribute_boolean(user, key, &boolean);
        add("\t%s=%s", key, boolean ? "true" : "false");
        break;
    default:
        add_text(key, NULL);
    }
}

void tell_user(const char *word, const workosds_user *user)
{
    interposer_begin_call();
    add("%s", word);
    add_text("id", workosds_user_id(user));
    add_text("directory_id", workosds_user_directory_id(user));
    add_text("organization_id", workosds_user_organization_id(user));
    add_text("idp_id", workosds_user_idp_id(user));
    add_text("email", workosds_user_email(user));
    add_text("first_name", workosds_user_first_name(user));
    add_text("last_name", workosds_user_last_name(user));
    add_text("state", workosds_user_state(user));
    add_text("role", workosds_user_role(user));
    add_text("username", workosds_user_username(user));
    add_text("created_at", workosds_user_created_at(user));
    for (size_t i = 0; i < workosds_user_role_count(user); i++)
        add_text("roles", workosds_user_role_at(user, i));
    for (size_t i = 0; i < workosds_user_group_count(user); i++)
        add_text("groups", workosds_group_name(workosds_user_group_at(user, i)));
    add("\tattributes=%zu", workosds_user_custom_attribute_count(user));
    add_attribute(user, "department");
    add_attribute(user, "level");
    add_attribute(user, "share");
    add_attribute(user, "limit");
    add_attribute(user, "serial");
    add_attribute(user, "remote");
    add("\n");
}

static void tell_text(const char *word, char *value)
{
    interposer_begin_call();
    tell("%s\t%s", word, value == NULL ? "~" : value);
    workosds_string_free(value);
}

void tell_texts(const workosds_user *user)
{
    tell_text("json", workosds_user_json(user));
    tell_text("custom_attributes", workosds_user_custom_attributes_json(user));
    tell_text("attribute", workosds_user_custom_attribute_json(user, "department"));
}

void tell_error(workosds_status status, workosds_error *error)
{
    tell("end\t%s", workosds_status_name(status));
    if (status >= 0)
        return;
    tell("error\t%s\t%s", workosds_status_name(workosds_error_status(error)), workosds_error_message(error));
    tell_text("error_json", workosds_error_json(error));
    workosds_error_free(error);
}

void tell_again(workosds_status status, int count, workosds_error *error)
{
    tell("again\t%s\t%d\t%s", workosds_status_name(status), count, workosds_error_message(error));
    workosds_error_free(error);
}

int count_descriptors(void)
{
    int count = 0;

    for (int descriptor = 0; descriptor < MOST_DESCRIPTORS; descriptor++)
        count += fcntl(descriptor, F_GETFD) >= 0;
    return count;
}

void tell_all(void)
{
    size_t written = 0;

    while (written < used) {
        ssize_t count = write(STDOUT_FILENO, text + written, used - written);
        if (count <= 0)
            break;
        written += (size_t)count;
    }
}
