/* All calls other than a listing of users, with a failing allocation, then again without one.
 *   calls URL WAY KIND FIRST once|lasting
 * WAY: events, polling_events, directories, get, polling_get, delete, webhook, derive, refusal, library. */
#include "interposer.h"
#include "transcript.h"

#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *way;
static const char *url;
static int has_memory; /* nothing fails any more */
static int is_missing; /* a getter gave nothing */
static workosds_status end = WORKOSDS_DONE;

static int is_way(const char *name)
{
    return strcmp(way, name) == 0;
}

static void wrong(const char *what, const char *value)
{
    tell("wrong\t%s: %s", what, value == NULL ? "nothing" : value);
}

/* A text that is there is right; without memory it may be missing. */
static void expect_text(const char *what, const char *value, const char *wanted)
{
    if (value == NULL && !has_memory)
        is_missing = 1;
    else if (value == NULL || strcmp(value, wanted) != 0)
        wrong(what, value);
}

static void expect_string(const char *what, char *value, const char *part)
{
    if (value == NULL ? has_memory : strstr(value, part) == NULL)
        wrong(what, value);
    workosds_string_free(value);
    interposer_begin_call();
}

/* Whether it succeeded. A failure has a message and a JSON of the same status. */
static int succeeded(const char *what, workosds_status status, workosds_error **from)
{
    workosds_error *error = *from;
    char *json;

    *from = NULL;

    interposer_begin_call();
    if (status >= 0)
        return 1;
    if (!has_memory && end == WORKOSDS_DONE)
        end = status;
    if (has_memory || error == NULL || workosds_error_status(error) != status ||
        workosds_error_message(error)[0] == '\0')
        wrong(what, workosds_error_message(error));
    json = workosds_error_json(error);
    expect_string("error's JSON", json, workosds_status_name(status));
    workosds_error_free(error);
    return 0;
}

static workosds_client *make_client(const char *app_name, const char *const *headers)
{
    workosds_client_options options = WORKOSDS_CLIENT_OPTIONS_INIT;
    workosds_client *client = NULL;
    workosds_error *error = NULL;

    options.base_url = url;
    options.app_name = app_name;
    options.headers = headers;
    options.max_retries = WORKOSDS_NO_RETRIES;
    /* The default time limits: only allocations fail here, so no run has to end by one. */
    if (!succeeded("client", workosds_client_new("sk_test_torture", &options, &client, &error), &error) &&
        client != NULL)
        wrong("client", "made all the same");
    return client;
}

static void wait_for(workosds_iterator *iterator)
{
    struct pollfd wanted = {-1, POLLIN, 0};

    workosds_iterator_fd(iterator, &wanted.fd, NULL);
    ppoll(&wanted, 1, NULL, NULL);
}

/* ---- Records */

static void read_event(const workosds_event *event)
{
    const workosds_user *user = workosds_event_user(event);
    const workosds_group *group = workosds_event_group(event);

    is_missing = 0;
    expect_text("event's id", workosds_event_id(event), "event_1");
    expect_text("event's type", workosds_event_type(event), "dsync.group.user_added");
    expect_text("event's directory", workosds_event_directory_id(event), "directory_1");
    expect_text("event's organization", workosds_event_organization_id(event), "org_1");
    if (user != NULL || has_memory)
        expect_text("event's user", workosds_user_email(user), "ada@example.com");
    if (group != NULL || has_memory)
        expect_text("event's group", workosds_group_name(group), "Engineering");
    if (user == NULL || group == NULL)
        is_missing = 1;
    expect_string("event's data", workosds_event_data_json(event), "ada@example.com");
    expect_string("event's JSON", workosds_event_json(event), "\"event_1\"");
}

static void read_directory(const workosds_directory *directory)
{
    is_missing = 0;
    expect_text("directory's id", workosds_directory_id(directory), "directory_1");
    expect_text("directory's state", workosds_directory_state(directory), "active");
    if (workosds_directory_active_user_count(directory) != 42)
        is_missing = 1;
    if (workosds_directory_group_count(directory) != 5)
        is_missing = 1;
    if (is_missing && has_memory)
        wrong("directory", "its counts");
    expect_string("directory's JSON", workosds_directory_json(directory), "\"directory_1\"");
}

/* ---- Ways */

static void list_events(void)
{
    workosds_client *client = make_client(NULL, NULL);
    workosds_event_query query = WORKOSDS_EVENT_QUERY_INIT;
    workosds_iterator *iterator = NULL;
    workosds_error *error = NULL;
    const workosds_event *event;
    workosds_status status = WORKOSDS_DONE;
    int count = 0;

    query.events = "dsync.group.user_added, dsync.user.created";
    query.range_start = "2026-01-15T12:00:00Z";
    query.range_end = "2027-01-15T12:00:00Z";
    if (client != NULL && succeeded("list", workosds_list_events(client, &query, &iterator, &error), &error))
        do {
            int is_first = count == 0;
            if (is_way("polling_events"))
                workosds_iterator_set_blocking(iterator, 0, NULL);
            status = workosds_iterator_next_event(iterator, &event, &error);
            if (status == WORKOSDS_PENDING)
                wait_for(iterator);
            if (status == WORKOSDS_OK && is_missing)
                wrong("next", "continues with a member missing");
            if (!succeeded("next", status, &error))
                expect_text("cursor", is_first ? "event_1" : workosds_iterator_cursor(iterator), "event_1");
            if (status != WORKOSDS_OK)
                continue;
            count++;
            read_event(event);
            workosds_event *copy = workosds_event_copy(event);
            if (copy != NULL)
                expect_text("copy's id", workosds_event_id(copy), "event_1");
            workosds_event_free(copy);
            expect_text("cursor", workosds_iterator_cursor(iterator), "event_1");
        } while (status == WORKOSDS_OK || status == WORKOSDS_PENDING);
    if (status == WORKOSDS_DONE && has_memory && count != 2)
        wrong("events", "not two");
    workosds_iterator_free(iterator);
    workosds_client_close_idle(client);
    workosds_client_free(client);
}

static void list_directories(void)
{
    workosds_client *client = make_client("torture/1", NULL);
    workosds_iterator *iterator = NULL;
    workosds_error *error = NULL;
    const workosds_directory *directory;
    const char *json;

    if (client != NULL &&
        succeeded("list", workosds_list_directories(client, NULL, &iterator, &error), &error) &&
        succeeded("next", workosds_iterator_next_directory(iterator, &directory, &error), &error)) {
        workosds_directory *copy;
        read_directory(directory);
        copy = workosds_directory_copy(directory);
        if (copy != NULL)
            read_directory(copy);
        workosds_directory_free(copy);
        if (succeeded("JSON", workosds_iterator_next_json(iterator, &json, NULL, &error), &error) &&
            strstr(json, "\"active\"") == NULL)
            wrong("JSON", json);
    }
    workosds_iterator_free(iterator);
    workosds_client_free(client);
}

static void get_directory(void)
{
    workosds_client *client = make_client(NULL, NULL);
    workosds_directory *directory = NULL;
    workosds_error *error = NULL;

    if (client != NULL && succeeded("get", workosds_get_directory(client, "1", &directory, &error), &error))
        read_directory(directory);
    workosds_directory_free(directory);
    workosds_client_free(client);
}

static void start_get_directory(void)
{
    workosds_client *client = make_client(NULL, NULL);
    const workosds_directory *directory;
    workosds_iterator *iterator = NULL;
    workosds_error *error = NULL;
    workosds_status status = WORKOSDS_DONE;

    if (client != NULL &&
        succeeded("start", workosds_start_get_directory(client, "1", &iterator, &error), &error)) {
        workosds_iterator_set_blocking(iterator, 0, NULL);
        while ((status = workosds_iterator_next_directory(iterator, &directory, &error)) == WORKOSDS_PENDING)
            wait_for(iterator);
        if (succeeded("next", status, &error) && status == WORKOSDS_OK)
            read_directory(directory);
    }
    workosds_iterator_free(iterator);
    workosds_client_free(client);
}

static void delete_directory(void)
{
    workosds_client *client = make_client(NULL, NULL);
    workosds_error *error = NULL;

    if (client != NULL)
        succeeded("delete", workosds_delete_directory(client, "directory_1", &error), &error);
    if (client != NULL)
        succeeded("sync", workosds_request_directory_sync(client, "directory_1", &error), &error);
    workosds_client_free(client);
}

static void verify_webhook(void)
{
    static const char body[] =
        "{\"id\":\"event_1\",\"event\":\"dsync.group.user_added\",\"created_at\":\"2026-01-15T12:00:00."
        "000Z\","
        "\"data\":{\"directory_id\":\"directory_1\",\"user\":{\"id\":\"u\",\"email\":\"ada@example.com\","
        "\"organization_id\":\"org_1\"},\"group\":{\"id\":\"g\",\"name\":\"Engineering\"}}}";
    char *signature = workosds_webhook_sign(body, sizeof body - 1, "secret", 1000);
    workosds_event *event = NULL;
    workosds_error *error = NULL;

    interposer_begin_call();
    if (signature == NULL && has_memory)
        wrong("signature", NULL);
    if (signature != NULL && succeeded("webhook",
                                       workosds_webhook_verify(body, sizeof body - 1, signature, "secret",
                                                               1000, 1000, &event, &error),
                                       &error)) {
        workosds_event *copy;
        read_event(event);
        copy = workosds_event_copy(event);
        if (copy != NULL)
            read_event(copy);
        workosds_event_free(copy);
    }
    workosds_event_free(event);
    workosds_string_free(signature);
}

static void note_attempt(const workosds_attempt *attempt, void *data)
{
    (void)data;
    if (workosds_attempt_path(attempt) == NULL || workosds_attempt_method(attempt) == NULL)
        wrong("attempt", NULL);
}

/* Clients that share a transport, with as many and as long headers as there may be. */
static void derive_client(void)
{
    static char lines[64][8192];
    const char *headers[65] = {NULL};
    workosds_client_options options = WORKOSDS_CLIENT_OPTIONS_INIT;
    workosds_client *client, *derived = NULL;
    workosds_error *error = NULL;

    for (int i = 0; i < 64; i++) {
        memset(lines[i], 'x', sizeof lines[i] - 1);
        snprintf(lines[i], 30, "X-Secret-%d: ", i);
        lines[i][strlen(lines[i])] = 'v';
        headers[i] = lines[i];
    }
    client = make_client("first", headers);
    headers[1] = NULL;
    options.headers = headers;
    options.on_attempt = note_attempt;
    if (client != NULL &&
        succeeded("derive", workosds_client_derive(client, "sk_test_other", &options, &derived, &error),
                  &error)) {
        workosds_directory *directory = NULL;
        if (succeeded("get", workosds_get_directory(derived, "1", &directory, &error), &error))
            read_directory(directory);
        workosds_directory_free(directory);
    }
    workosds_client_free(derived);
    workosds_client_free(client);
}

/* An answer with as much of an error as is read of one, and arguments as long as they may be. */
static void be_refused(void)
{
    static char text[2730];
    workosds_client *client = make_client(NULL, NULL);
    workosds_directory *directory = NULL;
    workosds_directory_query query = WORKOSDS_DIRECTORY_QUERY_INIT;
    workosds_iterator *iterator = NULL;
    workosds_error *error = NULL;
    workosds_status status;

    if (client == NULL)
        return;
    memset(text, '%', sizeof text - 1);
    query.search = query.organization_id = query.after = text;
    succeeded("list", workosds_list_directories(client, &query, &iterator, &error), &error);
    workosds_iterator_free(iterator);
    status = workosds_get_directory(client, "refused", &directory, &error);
    if (status == WORKOSDS_ERROR_UNPROCESSABLE)
        expect_string("error's JSON", workosds_error_json(error),
                      has_memory ? "\"errors\":[{" : "\"errors\":[");
    else if (has_memory)
        wrong("refusal", workosds_status_name(status));
    workosds_error_free(error);
    interposer_begin_call();
    workosds_client_free(client);
}

static void ask_library(void)
{
    int64_t milliseconds;

    expect_string("build", workosds_build_info(), "\"jansson\"");
    if (workosds_timestamp_ms("2026-01-15T12:00:00.000Z", &milliseconds) != 1 && has_memory)
        wrong("time", NULL);
    for (size_t i = 0; i < workosds_directory_type_count(); i++)
        expect_text("type", workosds_directory_type_display_name(workosds_directory_type_at(i)) ? "" : NULL,
                    "");
    for (size_t i = 0; i < workosds_status_count(); i++)
        workosds_status_name(workosds_status_at(i));
}

static const struct {
    const char *name;
    void (*run)(void);
} ways[] = {{"events", list_events},
            {"polling_events", list_events},
            {"directories", list_directories},
            {"get", get_directory},
            {"polling_get", start_get_directory},
            {"delete", delete_directory},
            {"webhook", verify_webhook},
            {"derive", derive_client},
            {"refusal", be_refused},
            {"library", ask_library}};

int main(int count, char **arguments)
{
    static char callers[2000];
    size_t chosen = 0;
    size_t blocks;
    int before;

    if (count != 6)
        return 2;
    url = arguments[1];
    way = arguments[2];
    while (chosen < sizeof ways / sizeof ways[0] && !is_way(ways[chosen].name))
        chosen++;
    if (chosen == sizeof ways / sizeof ways[0])
        return 2;
    has_memory = 1;
    ways[chosen].run(); /* libcurl's and OpenSSL's beginnings last for the life of the process */
    has_memory = 0;
    before = count_descriptors();
    interposer_arm(interposer_kind_of(arguments[3]), atol(arguments[4]),
                   strcmp(arguments[5], "lasting") == 0);
    ways[chosen].run();
    interposer_disarm();
    blocks = interposer_blocks_held(callers, sizeof callers);
    tell("end\t%s", workosds_status_name(end));
    tell("calls\t%ld\t%ld", interposer_calls(), interposer_failures());
    tell("refused\t%zu", interposer_most_refused());
    tell("descriptors\t%d", count_descriptors() - before);
    tell("blocks\t%zu\t%s", blocks, callers);
    has_memory = 1;
    is_missing = 0;
    ways[chosen].run();
    tell_all();
    return 0;
}
