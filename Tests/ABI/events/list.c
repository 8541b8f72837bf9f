/* Listing and following events. */
#include "lists.h"

static workosds_error *error;

static const char *const user_created =
    "{\"object\":\"event\",\"id\":\"event_1\",\"event\":\"dsync.user.created\",\"created_at\":\"2026-01-"
    "02T03:04:05.678Z\","
    "\"data\":{\"object\":\"directory_user\",\"id\":\"directory_user_1\",\"directory_id\":\"directory_1\","
    "\"organization_id\":\"org_1\",\"email\":\"a@example.test\"}}";
static const char *const unknown =
    "{\"object\":\"event\",\"id\":\"event_2\",\"event\":\"dsync.galaxy.exploded\",\"data\":{\"size\":[1,2]}}";

static void answer_events(raw_server *server, const char *events, const char *after)
{
    char body[2048];
    snprintf(body, sizeof body, "{\"object\":\"list\",\"data\":[%s],\"list_metadata\":{\"after\":%s}}",
             events, after);
    raw_server_answer(server, 200, "", body);
}

static workosds_iterator *list(workosds_client *client, const workosds_event_query *query)
{
    workosds_iterator *events = NULL;
    assert_ok(workosds_list_events(client, query, &events, &error), error);
    return events;
}

static void test_request(void **state)
{
    workosds_client *client = raw_server_client(*state);
    workosds_event_query query = WORKOSDS_EVENT_QUERY_INIT;
    workosds_iterator *events;
    const workosds_event *event;

    answer_events(*state, "", "null");
    events = list(client, NULL);
    assert_status(WORKOSDS_DONE, workosds_iterator_next_event(events, &event, &error), error);
    assert_contains(
        raw_server_request(*state, 0),
        "GET /events?limit=100&order=asc&events=dsync.activated,dsync.deleted,dsync.group.created,"
        "dsync.group.deleted,dsync.group.updated,dsync.group.user_added,dsync.group.user_removed,"
        "dsync.token.created,dsync.token.revoked,dsync.user.created,dsync.user.deleted,"
        "dsync.user.updated HTTP/1.1");
    workosds_iterator_free(events);

    query.limit = 7;
    query.after = "event_0";
    query.order = "asc";
    query.events = " dsync.user.created, a b,,";
    query.organization_id = "org_1";
    query.range_end = "2026-01-31T00:00:00Z";
    answer_events(*state, "", "null");
    events = list(client, &query);
    assert_status(WORKOSDS_DONE, workosds_iterator_next_event(events, &event, &error), error);
    assert_contains(raw_server_request(*state, 1),
                    "GET /events?limit=7&order=asc&after=event_0&events=dsync.user.created,a%20b&"
                    "organization_id=org_1&range_end=2026-01-31T00%3A00%3A00Z ");
    workosds_iterator_free(events);
    workosds_client_free(client);
}

static void test_records(void **state)
{
    workosds_client *client = raw_server_client(*state);
    workosds_iterator *events;
    const workosds_event *event;
    const workosds_user *user;
    json_t *data;
    char both[1024];

    snprintf(both, sizeof both, "%s,%s", user_created, unknown);
    answer_events(*state, both, "null");
    events = list(client, NULL);
    assert_ok(workosds_iterator_next_event(events, &event, &error), error);
    assert_text("event_1", workosds_event_id(event));
    assert_text(WORKOSDS_EVENT_DSYNC_USER_CREATED, workosds_event_type(event));
    assert_text("2026-01-02T03:04:05.678Z", workosds_event_created_at(event));
    assert_text("directory_1", workosds_event_directory_id(event));
    assert_text("org_1", workosds_event_organization_id(event));
    assert_text("a@example.test", workosds_user_email(workosds_event_user(event)));
    assert_null(workosds_event_group(event));
    assert_null(workosds_event_directory(event));
    assert_null(workosds_event_context_json(event));
    assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT, workosds_iterator_next_user(events, &user, &error), error);

    assert_ok(workosds_iterator_next_event(events, &event, &error), error);
    assert_text("dsync.galaxy.exploded", workosds_event_type(event));
    assert_null(workosds_event_user(event));
    assert_null(workosds_event_directory_id(event));
    data = take_json(workosds_event_data_json(event));
    assert_int_equal(json_array_size(json_object_get(data, "size")), 2);
    json_decref(data);
    assert_status(WORKOSDS_DONE, workosds_iterator_next_event(events, &event, &error), error);
    workosds_iterator_free(events);
    workosds_client_free(client);
}

/* The cursor is the last event's id, kept after the end, also where nothing new has come. */
static void test_following(void **state)
{
    workosds_client *client = raw_server_client(*state);
    workosds_event_query query = WORKOSDS_EVENT_QUERY_INIT;
    workosds_iterator *events;
    const workosds_event *event;
    char cursor[64];

    answer_events(*state, user_created, "\"event_1\"");
    answer_events(*state, unknown, "null");
    events = list(client, NULL);
    assert_null(workosds_iterator_cursor(events));
    assert_ok(workosds_iterator_next_event(events, &event, &error), error);
    assert_text("event_1", workosds_iterator_cursor(events));
    assert_ok(workosds_iterator_next_event(events, &event, &error), error);
    assert_text("event_2", workosds_iterator_cursor(events));
    assert_status(WORKOSDS_DONE, workosds_iterator_next_event(events, &event, &error), error);
    assert_text("event_2", workosds_iterator_cursor(events));
    snprintf(cursor, sizeof cursor, "%s", workosds_iterator_cursor(events));
    workosds_iterator_free(events);

    query.after = cursor;
    answer_events(*state, "", "null");
    events = list(client, &query);
    assert_status(WORKOSDS_DONE, workosds_iterator_next_event(events, &event, &error), error);
    assert_text("event_2", workosds_iterator_cursor(events));
    workosds_iterator_free(events);
    workosds_client_free(client);
}

static void test_bad_queries(void **state)
{
    workosds_client *client = raw_server_client(*state);
    workosds_event_query query = WORKOSDS_EVENT_QUERY_INIT;
    workosds_iterator *events = NULL;

    query.order = "newest";
    assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT, workosds_list_events(client, &query, &events, &error),
                 error);
    query.order = "desc";
    assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT, workosds_list_events(client, &query, &events, &error),
                 error);
    query.order = NULL;
    query.limit = 101;
    assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT, workosds_list_events(client, &query, &events, &error),
                 error);
    query.limit = 0;
    query.struct_size = 0;
    assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT, workosds_list_events(client, &query, &events, &error),
                 error);
    assert_null(events);
    assert_int_equal(raw_server_request_count(*state), 0);
    workosds_client_free(client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_raw_server(test_request),
        with_raw_server(test_records),
        with_raw_server(test_following),
        with_raw_server(test_bad_queries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
