/* Directories: every field of the sandbox's 21, every filter, and what other servers might send. */
#include "fields.h"
#include "raw_server.h"
#include "sandbox.h"

static workosds_error *error;

/* Lists by `query` and holds each record against what `path` gives; answers how many there were. */
static size_t compare(const workosds_directory_query *query, const char *path)
{
    json_t *list = sandbox_get(path);
    const json_t *records = json_object_get(list, "data");
    workosds_iterator *iterator = NULL;
    const workosds_directory *directory = NULL;
    size_t count = 0;
    workosds_status status;

    assert_ok(workosds_list_directories(shared_client, query, &iterator, &error), error);
    while ((status = workosds_iterator_next_directory(iterator, &directory, &error)) == WORKOSDS_OK) {
        workosds_directory *copy = workosds_directory_copy(directory);

        assert_directory(json_array_get(records, count), directory);
        assert_directory(json_array_get(records, count), copy);
        workosds_directory_free(copy);
        count++;
    }
    assert_status(WORKOSDS_DONE, status, error);
    assert_int_equal(count, json_array_size(records));
    workosds_iterator_free(iterator);
    json_decref(list);
    return count;
}

static void test_every_field(void **state)
{
    (void)state;
    assert_int_equal(compare(NULL, "/directories?limit=100"), DIRECTORIES);
}

static void test_filters_and_order(void **state)
{
    workosds_directory_query query = WORKOSDS_DIRECTORY_QUERY_INIT;
    char organization[64], path[160];
    json_t *list = sandbox_get("/directories?limit=1");

    (void)state;
    snprintf(organization, sizeof(organization), "%s",
             member_text(json_array_get(json_object_get(list, "data"), 0), "organization_id"));
    json_decref(list);
    query.organization_id = organization;
    snprintf(path, sizeof(path), "/directories?limit=100&organization_id=%s", organization);
    assert_int_equal(compare(&query, path), 7);
    query.organization_id = "";
    query.search = "Okta";
    assert_int_equal(compare(&query, "/directories?limit=100&search=Okta"), 1);
    query.search = "no such name";
    assert_int_equal(compare(&query, "/directories?limit=100&search=no%20such%20name"), 0);
    query.search = NULL;
    query.order = "asc";
    assert_int_equal(compare(&query, "/directories?limit=100&order=asc"), DIRECTORIES);
    query.order = "desc";
    assert_int_equal(compare(&query, "/directories?limit=100&order=desc"), DIRECTORIES);
}

static void test_all_states_come(void **state)
{
    static const char *const states[] = {
        WORKOSDS_DIRECTORY_STATE_ACTIVE, WORKOSDS_DIRECTORY_STATE_INACTIVE, WORKOSDS_DIRECTORY_STATE_DELETING,
        WORKOSDS_DIRECTORY_STATE_INVALID_CREDENTIALS, WORKOSDS_DIRECTORY_STATE_VALIDATING};
    size_t times[COUNT(states)] = {0};
    workosds_iterator *iterator = NULL;
    const workosds_directory *directory;
    size_t index;

    (void)state;
    assert_ok(workosds_list_directories(shared_client, NULL, &iterator, &error), error);
    while (workosds_iterator_next_directory(iterator, &directory, &error) == WORKOSDS_OK) {
        assert_non_null(workosds_directory_type_display_name(workosds_directory_type(directory)));
        for (index = 0; index < COUNT(states); index++)
            times[index] += strcmp(workosds_directory_state(directory), states[index]) == 0;
    }
    assert_null(error);
    for (index = 0; index < COUNT(states); index++)
        assert_true(times[index] > 0);
    workosds_iterator_free(iterator);
}

static workosds_directory *get_sent(raw_server *server, const char *body)
{
    workosds_client *here = raw_server_client(server);
    workosds_directory *directory = NULL;

    raw_server_answer(server, 200, "", body);
    assert_ok(workosds_get_directory(here, "x", &directory, &error), error);
    workosds_client_free(here);
    return directory;
}

static void test_newer_values_are_verbatim(void **state)
{
    workosds_directory *directory = get_sent(
        *state,
        "{\"type\":\"entra scim v3.0\",\"state\":\"sleeping\",\"name\":\"a\\u00e9\\n\\ud83d\\ude00\"}");

    assert_text("entra scim v3.0", workosds_directory_type(directory));
    assert_text("sleeping", workosds_directory_state(directory));
    assert_text("a\xC3\xA9\n\xF0\x9F\x98\x80", workosds_directory_name(directory));
    assert_null(workosds_directory_type_display_name(workosds_directory_type(directory)));
    workosds_directory_free(directory);
}

static void test_documented_states_are_taken_too(void **state)
{
    workosds_directory *directory = get_sent(*state, "{\"state\":\"active\"}");

    assert_text("active", workosds_directory_state(directory));
    workosds_directory_free(directory);
    directory = get_sent(*state, "{\"state\":\"unlinked\"}");
    assert_text("inactive", workosds_directory_state(directory));
    workosds_directory_free(directory);
}

/* Absent, null or of a type that a text is not: NULL, and -1 for a count. */
static void test_missing_members(void **state)
{
    static const char *const bodies[] = {
        "{}",
        "{\"id\":null,\"organization_id\":null,\"external_key\":null,\"domain\":null,\"name\":null,\"type\":"
        "null,"
        "\"state\":null,\"created_at\":null,\"updated_at\":null,\"metadata\":null}",
        "{\"name\":{\"a\":1},\"domain\":[],\"state\":[\"linked\"],\"metadata\":[1]}",
        "{\"metadata\":{\"users\":null,\"groups\":null}}",
        "{\"metadata\":{\"users\":{\"active\":\"3\",\"inactive\":true},\"groups\":{}}}",
    };
    size_t index;

    for (index = 0; index < COUNT(bodies); index++) {
        workosds_directory *directory = get_sent(*state, bodies[index]);
        json_t *nothing = json_object();

        assert_directory(nothing, directory);
        json_decref(nothing);
        workosds_directory_free(directory);
    }
}

static void test_counts(void **state)
{
    workosds_directory *directory = get_sent(
        *state, "{\"metadata\":{\"users\":{\"active\":0,\"inactive\":9007199254740993},\"groups\":5}}");

    assert_int_equal(workosds_directory_active_user_count(directory), 0);
    assert_int_equal(workosds_directory_inactive_user_count(directory), INT64_C(9007199254740993));
    assert_int_equal(workosds_directory_group_count(directory), 5);
    workosds_directory_free(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_field),
        cmocka_unit_test(test_filters_and_order),
        cmocka_unit_test(test_all_states_come),
        with_raw_server(test_newer_values_are_verbatim),
        with_raw_server(test_documented_states_are_taken_too),
        with_raw_server(test_missing_members),
        with_raw_server(test_counts),
    };

    return cmocka_run_group_tests_name("directories", tests, sandbox_start, sandbox_stop);
}
