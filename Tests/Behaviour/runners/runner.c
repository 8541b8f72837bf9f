/* Performs commands read as lines of JSON, and prints the result of each as a line of JSON. */
#include "clients.h"
#include "webhooks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static workosds_error *error;

/* The common members of the queries for directories, groups and users. */
#define FILL_PAGING(query, arguments)                                                                        \
    ((query).limit = (int32_t)number(arguments, "limit", 0),                                                 \
     (query).max_items = number(arguments, "max_items", 0), (query).after = text(arguments, "after"),        \
     (query).before = text(arguments, "before"), (query).order = text(arguments, "order"))

static workosds_status list_directories(workosds_client *client, const json_t *arguments,
                                        workosds_iterator **iterator)
{
    workosds_directory_query query = WORKOSDS_DIRECTORY_QUERY_INIT;
    FILL_PAGING(query, arguments);
    query.organization_id = text(arguments, "organization_id");
    query.search = text(arguments, "search");
    return workosds_list_directories(client, &query, iterator, &error);
}

static workosds_status list_groups(workosds_client *client, const json_t *arguments,
                                   workosds_iterator **iterator)
{
    workosds_group_query query = WORKOSDS_GROUP_QUERY_INIT;
    FILL_PAGING(query, arguments);
    query.directory = text(arguments, "directory");
    query.user = text(arguments, "user");
    return workosds_list_groups(client, &query, iterator, &error);
}

static workosds_status list_users(workosds_client *client, const json_t *arguments,
                                  workosds_iterator **iterator)
{
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    FILL_PAGING(query, arguments);
    query.directory = text(arguments, "directory");
    query.group = text(arguments, "group");
    query.idp_id = text(arguments, "idp_id");
    query.email = text(arguments, "email");
    return workosds_list_users(client, &query, iterator, &error);
}

/* In the other languages "events" is a list of names. */
static workosds_status list_events(workosds_client *client, const json_t *arguments,
                                   workosds_iterator **iterator)
{
    workosds_event_query query = WORKOSDS_EVENT_QUERY_INIT;
    char names[1024] = "";
    const json_t *name;
    size_t index;

    json_array_foreach(json_object_get(arguments, "events"), index, name)
    {
        strncat(names, json_string_value(name), sizeof names - strlen(names) - 2);
        strcat(names, ",");
    }
    query.limit = (int32_t)number(arguments, "limit", 0);
    query.max_items = number(arguments, "max_items", 0);
    query.after = text(arguments, "after");
    query.order = text(arguments, "order");
    query.events = names;
    query.organization_id = text(arguments, "organization_id");
    query.range_start = text(arguments, "range_start");
    query.range_end = text(arguments, "range_end");
    return workosds_list_events(client, &query, iterator, &error);
}

/* One function for each kind of record: the next one, appended to the list. */
#define NEXT(kind)                                                                                           \
    static workosds_status next_##kind(workosds_iterator *iterator, json_t *records)                         \
    {                                                                                                        \
        const workosds_##kind *record;                                                                       \
        workosds_status status = workosds_iterator_next_##kind(iterator, &record, &error);                   \
        if (status == WORKOSDS_OK)                                                                           \
            json_array_append_new(records, kind##_json(record));                                             \
        return status;                                                                                       \
    }
#define GET(kind)                                                                                            \
    static workosds_status get_##kind(workosds_client *client, const char *id, json_t *records)              \
    {                                                                                                        \
        workosds_##kind *record = NULL;                                                                      \
        workosds_status status = workosds_get_##kind(client, id, &record, &error);                           \
        if (status == WORKOSDS_OK)                                                                           \
            json_array_append_new(records, kind##_json(record));                                             \
        workosds_##kind##_free(record);                                                                      \
        return status;                                                                                       \
    }
NEXT(directory)
NEXT(group)
NEXT(user)
NEXT(event)
GET(directory)
GET(group)
GET(user)

static workosds_status delete_directory(workosds_client *client, const char *id, json_t *records)
{
    (void)records;
    return workosds_delete_directory(client, id, &error);
}

static workosds_status request_directory_sync(workosds_client *client, const char *id, json_t *records)
{
    (void)records;
    return workosds_request_directory_sync(client, id, &error);
}

static const struct {
    const char *name;
    workosds_status (*start)(workosds_client *client, const json_t *arguments, workosds_iterator **iterator);
    workosds_status (*next)(workosds_iterator *iterator, json_t *records);
} lists[] = {{"list_directories", list_directories, next_directory},
             {"list_groups", list_groups, next_group},
             {"list_users", list_users, next_user},
             {"list_events", list_events, next_event}};

static const struct {
    const char *name;
    workosds_status (*call)(workosds_client *client, const char *id, json_t *records);
} calls[] = {{"get_directory", get_directory},
             {"get_group", get_group},
             {"get_user", get_user},
             {"delete_directory", delete_directory},
             {"request_directory_sync", request_directory_sync}};

/* The ids on the next page, appended to the pages. */
static workosds_status next_page(workosds_iterator *iterator, json_t *pages)
{
    const char *text;
    size_t length, index;
    json_t *page, *record, *ids = json_array();
    workosds_status status = workosds_iterator_next_page_json(iterator, &text, &length, &error);

    if (status == WORKOSDS_OK) {
        page = json_loadb(text, length, JSON_ALLOW_NUL, NULL);
        json_array_foreach(page, index, record) json_array_append(ids, json_object_get(record, "id"));
        json_array_append(pages, ids);
        json_decref(page);
    }
    json_decref(ids);
    return status;
}

/* Reads a list to its end, or until it has returned `take` records or pages. */
static workosds_status list(size_t which, workosds_client *client, const json_t *command, json_t *result)
{
    int by_page = json_is_true(json_object_get(command, "by_page"));
    json_t *records = json_object_get(result, "records");
    int64_t take = number(command, "take", INT64_MAX);
    workosds_iterator *iterator = NULL;
    workosds_status status = lists[which].start(client, json_object_get(command, "arguments"), &iterator);

    while (status == WORKOSDS_OK && (int64_t)json_array_size(records) < take)
        status = (by_page ? next_page : lists[which].next)(iterator, records);
    json_object_set_new(result, "cursor", text_json(workosds_iterator_cursor(iterator)));
    workosds_iterator_free(iterator);
    return status;
}

static workosds_status call(const json_t *command, json_t *result)
{
    const char *name = text(command, "call");
    attempt_notes notes = {json_object_get(command, "observe"), json_object_get(result, "attempts")};
    workosds_client *client = NULL;
    workosds_status status = make_client(command, &notes, &client, &error);
    size_t index;

    for (index = 0; status == WORKOSDS_OK && index < COUNT(lists); index++)
        if (strcmp(lists[index].name, name) == 0)
            status = list(index, client, command, result);
    for (index = 0; status == WORKOSDS_OK && index < COUNT(calls); index++)
        if (strcmp(calls[index].name, name) == 0)
            status = calls[index].call(client, text(json_object_get(command, "arguments"), "id"),
                                       json_object_get(result, "records"));
    workosds_client_free(client);
    return status;
}

int main(void)
{
    char *line = NULL;
    size_t size = 0;

    while (getline(&line, &size, stdin) > 0) {
        json_t *command = json_loads(line, JSON_ALLOW_NUL, NULL);
        json_t *result = json_pack("{s:[],s:n,s:n,s:[]}", "records", "cursor", "error", "attempts");
        int is_webhook = strncmp(text(command, "call"), "webhook_", 8) == 0;
        workosds_status status = is_webhook ? webhook(command, result, &error) : call(command, result);
        if (status < 0)
            json_object_set_new(result, "error", error_json(status, error));
        workosds_error_free(error);
        error = NULL;
        json_dumpf(result, stdout, JSON_COMPACT);
        putchar('\n');
        fflush(stdout);
        json_decref(result);
        json_decref(command);
    }
    free(line);
    return 0;
}
