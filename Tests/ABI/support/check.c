#include "check.h"

#include <dirent.h>
#include <time.h>

/* The header guarantees these for every message. */
static void check_message(const char *message, const char *file, int line)
{
    size_t length = strlen(message);
    size_t index;

    if (length == 0 || length > 300) {
        print_error("a message of %zu bytes: %s\n", length, message);
        _fail(file, line);
    }
    for (index = 0; index < length; index++) {
        if ((unsigned char)message[index] < 0x20 || message[index] == 0x7F) {
            print_error("a message with a control character: %s\n", message);
            _fail(file, line);
        }
    }
}

void check_status(workosds_status expected, workosds_status actual, workosds_error **error, const char *call,
                  const char *file, int line)
{
    if (actual != expected) {
        print_error("%s\ngave %s instead of %s: %s\n", call, workosds_status_name(actual),
                    workosds_status_name(expected), workosds_error_message(*error));
        _fail(file, line);
    }
    if ((*error != NULL) != (actual < 0) || (*error != NULL && workosds_error_status(*error) != actual)) {
        print_error("%s\ngave %s, but its error is %s\n", call, workosds_status_name(actual),
                    *error == NULL ? "NULL" : workosds_status_name(workosds_error_status(*error)));
        _fail(file, line);
    }
    if (*error != NULL)
        check_message(workosds_error_message(*error), file, line);
}

void check_text(const char *expected, const char *actual, const char *expression, const char *file, int line)
{
    if (expected == actual || (expected != NULL && actual != NULL && strcmp(expected, actual) == 0))
        return;
    print_error("%s is \"%s\" instead of \"%s\"\n", expression, actual == NULL ? "(NULL)" : actual,
                expected == NULL ? "(NULL)" : expected);
    _fail(file, line);
}

void check_contains(const char *text, const char *part, const char *file, int line)
{
    if (text != NULL && strstr(text, part) != NULL)
        return;
    print_error("\"%s\" does not contain \"%s\"\n", text == NULL ? "(NULL)" : text, part);
    _fail(file, line);
}

void check_lacks(const char *text, const char *part, const char *file, int line)
{
    if (text == NULL || strstr(text, part) == NULL)
        return;
    print_error("\"%s\" contains \"%s\"\n", text, part);
    _fail(file, line);
}

void forget(workosds_error **error)
{
    workosds_error_free(*error);
    *error = NULL;
}

json_t *read_json(const char *text)
{
    json_error_t problem;
    json_t *value;

    assert_non_null(text);
    value = json_loads(text, JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &problem);
    if (value == NULL)
        fail_msg("%s in: %s", problem.text, text);
    return value;
}

json_t *take_json(char *text)
{
    json_t *value = read_json(text);

    workosds_string_free(text);
    return value;
}

const char *member_text(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

workosds_client_options test_options(const char *base_url)
{
    workosds_client_options options = WORKOSDS_CLIENT_OPTIONS_INIT;

    options.base_url = base_url;
    options.no_proxy = "*";
    options.directory_user_requests_per_second = WORKOSDS_UNPACED;
    options.max_retry_wait_ms = 1;
    return options;
}

workosds_client *new_client(const char *key, const workosds_client_options *options)
{
    workosds_client *client = NULL;
    workosds_error *error = NULL;

    assert_ok(workosds_client_new(key, options, &client, &error), error);
    assert_non_null(client);
    return client;
}

static int count_entries(const char *folder)
{
    DIR *directory = opendir(folder);
    int count = 0;

    assert_non_null(directory);
    while (readdir(directory) != NULL)
        count++;
    closedir(directory);
    return count;
}

int count_descriptors(void)
{
    return count_entries("/proc/self/fd");
}

int count_threads(void)
{
    return count_entries("/proc/self/task");
}

int64_t monotonic_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
