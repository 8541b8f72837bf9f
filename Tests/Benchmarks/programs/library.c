/*
 * The same listing with libworkosds.
 *
 * library --base-url URL [--directory ID] [--limit 100] [--mode fields|attribute|json|text|page]
 *         [--ca-file FILE] [--paced 1] [--work-ms 0]
 *
 * json: workosds_user_json of each record; text: next_json; page: next_page_json. --work-ms: simulated work
 * of the caller for each page.
 */
#define _POSIX_C_SOURCE 200809L
#include "measurement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <workosds.h>

typedef workosds_status (*reader)(measurement *run, workosds_iterator *users, workosds_error **error);

static long work_milliseconds;

static workosds_status read_fields(measurement *run, workosds_iterator *users, workosds_error **error)
{
    const workosds_user *user;
    workosds_status status = workosds_iterator_next_user(users, &user, error);
    if (status != WORKOSDS_OK)
        return status;
    measurement_add(run, workosds_user_id(user));
    measurement_add(run, workosds_user_email(user));
    measurement_add(run, workosds_user_first_name(user));
    measurement_add(run, workosds_user_last_name(user));
    measurement_add(run, workosds_user_state(user));
    run->users++;
    return status;
}

static workosds_status read_attribute(measurement *run, workosds_iterator *users, workosds_error **error)
{
    const workosds_user *user;
    const char *text;
    size_t length;
    workosds_status status = workosds_iterator_next_user(users, &user, error);
    if (status != WORKOSDS_OK)
        return status;
    if (workosds_user_custom_attribute_text(user, "department", &text, &length))
        run->bytes += (long long)length;
    run->users++;
    return status;
}

static workosds_status read_json(measurement *run, workosds_iterator *users, workosds_error **error)
{
    const workosds_user *user;
    char *json;
    workosds_status status = workosds_iterator_next_user(users, &user, error);
    if (status != WORKOSDS_OK)
        return status;
    json = workosds_user_json(user);
    measurement_add(run, json);
    workosds_string_free(json);
    run->users++;
    return status;
}

static workosds_status read_text(measurement *run, workosds_iterator *users, workosds_error **error)
{
    const char *json;
    size_t length;
    workosds_status status = workosds_iterator_next_json(users, &json, &length, error);
    run->bytes += (long long)length;
    run->users += status == WORKOSDS_OK;
    return status;
}

/* Counts pages as users, since a page's text is passed on and not read. */
static workosds_status read_page(measurement *run, workosds_iterator *users, workosds_error **error)
{
    struct timespec work = {work_milliseconds / 1000, work_milliseconds % 1000 * 1000000};
    const char *json;
    size_t length;
    workosds_status status = workosds_iterator_next_page_json(users, &json, &length, error);
    run->bytes += (long long)length;
    run->users += status == WORKOSDS_OK;
    if (status == WORKOSDS_OK && work_milliseconds > 0)
        nanosleep(&work, NULL);
    return status;
}

static reader reader_named(const char *mode)
{
    static const struct {
        const char *mode;
        reader read;
    } readers[] = {{"fields", read_fields},
                   {"attribute", read_attribute},
                   {"json", read_json},
                   {"text", read_text},
                   {"page", read_page}};
    size_t index;
    for (index = 0; index < sizeof readers / sizeof readers[0]; index++)
        if (strcmp(readers[index].mode, mode) == 0)
            return readers[index].read;
    fprintf(stderr, "library: no mode %s\n", mode);
    exit(2);
}

static workosds_status list(measurement *run, workosds_client *client, int count, char **arguments,
                            workosds_error **error)
{
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_iterator *users = NULL;
    workosds_status status;
    reader read = reader_named(option(count, arguments, "--mode", "fields"));

    query.directory = option(count, arguments, "--directory", "directory_1");
    query.limit = (int32_t)option_number(count, arguments, "--limit", 100);
    status = workosds_list_users(client, &query, &users, error);
    while (status == WORKOSDS_OK)
        status = read(run, users, error);
    workosds_iterator_free(users);
    return status;
}

int main(int count, char **arguments)
{
    workosds_client_options options = WORKOSDS_CLIENT_OPTIONS_INIT;
    workosds_client *client = NULL;
    workosds_error *error = NULL;
    workosds_status status;
    measurement run = measurement_begin();

    work_milliseconds = option_number(count, arguments, "--work-ms", 0);
    options.base_url = option(count, arguments, "--base-url", NULL);
    options.ca_file = option(count, arguments, "--ca-file", NULL);
    if (!option_number(count, arguments, "--paced", 0))
        options.directory_user_requests_per_second = WORKOSDS_UNPACED;
    status = workosds_client_new("sk_test_benchmark", &options, &client, &error);
    if (status == WORKOSDS_OK)
        status = list(&run, client, count, arguments, &error);
    workosds_client_free(client);
    if (status != WORKOSDS_DONE)
        fprintf(stderr, "library: %s\n", workosds_error_message(error));
    workosds_error_free(error);
    measurement_print(&run);
    return status != WORKOSDS_DONE;
}
