/*
 * Sends the requests of a first mirror of one directory (its groups, its users, and the users of each group),
 * and only reads the responses.
 *
 * mirror_listing --base-url URL --directory ID
 */
#define _POSIX_C_SOURCE 200809L
#include "measurement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <workosds.h>

#define MOST_GROUPS 256

static workosds_status read_users(measurement *run, workosds_client *client, const char *directory,
                                  const char *group, workosds_error **error)
{
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_iterator *users = NULL;
    const workosds_user *user;
    workosds_status status;

    query.directory = directory;
    query.group = group;
    status = workosds_list_users(client, &query, &users, error);
    while (status == WORKOSDS_OK) {
        status = workosds_iterator_next_user(users, &user, error);
        if (status != WORKOSDS_OK)
            break;
        run->users++;
        measurement_add(run, workosds_user_id(user));
        if (group != NULL)
            continue;
        measurement_add(run, workosds_user_email(user));
        measurement_add(run, workosds_user_first_name(user));
        measurement_add(run, workosds_user_last_name(user));
        measurement_add(run, workosds_user_state(user));
    }
    workosds_iterator_free(users);
    return status;
}

static workosds_status read_groups(workosds_client *client, const char *directory, char **ids, size_t *count,
                                   workosds_error **error)
{
    workosds_group_query query = WORKOSDS_GROUP_QUERY_INIT;
    workosds_iterator *groups = NULL;
    const workosds_group *group;
    workosds_status status;

    query.directory = directory;
    status = workosds_list_groups(client, &query, &groups, error);
    while (status == WORKOSDS_OK) {
        status = workosds_iterator_next_group(groups, &group, error);
        if (status == WORKOSDS_OK && *count < MOST_GROUPS)
            ids[(*count)++] = strdup(workosds_group_id(group));
    }
    workosds_iterator_free(groups);
    return status;
}

int main(int count, char **arguments)
{
    workosds_client_options options = WORKOSDS_CLIENT_OPTIONS_INIT;
    const char *directory = option(count, arguments, "--directory", "directory_1");
    workosds_client *client = NULL;
    workosds_error *error = NULL;
    char *groups[MOST_GROUPS];
    size_t group_count = 0;
    size_t index;
    workosds_status status;
    measurement run = measurement_begin();

    options.base_url = option(count, arguments, "--base-url", NULL);
    options.directory_user_requests_per_second = WORKOSDS_UNPACED;
    status = workosds_client_new(NULL, &options, &client, &error);
    if (status == WORKOSDS_OK)
        status = read_groups(client, directory, groups, &group_count, &error);
    if (status == WORKOSDS_DONE)
        status = read_users(&run, client, directory, NULL, &error);
    for (index = 0; index < group_count; index++) {
        if (status == WORKOSDS_DONE && option_number(count, arguments, "--members", 1))
            status = read_users(&run, client, NULL, groups[index], &error);
        free(groups[index]);
    }
    workosds_client_free(client);
    if (status != WORKOSDS_DONE)
        fprintf(stderr, "mirror_listing: %s\n", workosds_error_message(error));
    workosds_error_free(error);
    measurement_print(&run);
    return status != WORKOSDS_DONE;
}
