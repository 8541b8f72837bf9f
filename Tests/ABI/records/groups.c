/* Groups: every field, by directory and by user, and what other servers might send. */
#include "fields.h"
#include "raw_server.h"
#include "sandbox.h"

static workosds_error *error;

static size_t compare(const workosds_group_query *query, const char *path)
{
    json_t *list = sandbox_get(path);
    const json_t *records = json_object_get(list, "data");
    workosds_iterator *iterator = NULL;
    const workosds_group *group = NULL;
    size_t count = 0;
    workosds_status status;

    assert_ok(workosds_list_groups(shared_client, query, &iterator, &error), error);
    while ((status = workosds_iterator_next_group(iterator, &group, &error)) == WORKOSDS_OK) {
        workosds_group *copy = workosds_group_copy(group);

        assert_group(json_array_get(records, count), group);
        assert_group(json_array_get(records, count), copy);
        workosds_group_free(copy);
        count++;
    }
    assert_status(WORKOSDS_DONE, status, error);
    assert_int_equal(count, json_array_size(records));
    workosds_iterator_free(iterator);
    json_decref(list);
    return count;
}

static void test_of_a_directory(void **state)
{
    workosds_group_query query = WORKOSDS_GROUP_QUERY_INIT;
    const char *id = sandbox_directory(OKTA_NAME);
    char path[160];

    (void)state;
    query.directory = id;
    snprintf(path, sizeof(path), "/directory_groups?limit=100&directory=%s", id);
    assert_int_equal(compare(&query, path), OKTA_GROUPS);
    query.order = "asc";
    snprintf(path, sizeof(path), "/directory_groups?limit=100&order=asc&directory=%s", id);
    assert_int_equal(compare(&query, path), OKTA_GROUPS);
}

static void test_of_a_user(void **state)
{
    workosds_group_query query = WORKOSDS_GROUP_QUERY_INIT;
    const char *id = sandbox_directory(OKTA_NAME);
    char path[160];
    json_t *list;
    const json_t *user;

    (void)state;
    snprintf(path, sizeof(path), "/directory_users?limit=1&directory=%s", id);
    list = sandbox_get(path);
    user = json_array_get(json_object_get(list, "data"), 0);
    query.user = member_text(user, "id");
    snprintf(path, sizeof(path), "/directory_groups?limit=100&user=%s", query.user);
    assert_int_equal(compare(&query, path), json_array_size(json_object_get(user, "groups")));
    query.directory = id;
    snprintf(path, sizeof(path), "/directory_groups?limit=100&directory=%s&user=%s", id, query.user);
    assert_true(compare(&query, path) > 0);
    json_decref(list);
}

static void test_unknown_directory(void **state)
{
    workosds_group_query query = WORKOSDS_GROUP_QUERY_INIT;
    workosds_iterator *iterator = NULL;
    const workosds_group *group;

    (void)state;
    query.directory = "directory_0";
    assert_ok(workosds_list_groups(shared_client, &query, &iterator, &error), error);
    assert_fails(WORKOSDS_ERROR_NOT_FOUND, workosds_iterator_next_group(iterator, &group, &error), error);
    workosds_iterator_free(iterator);
}

static workosds_group *get_sent(raw_server *server, const char *body)
{
    workosds_client *here = raw_server_client(server);
    workosds_group *group = NULL;

    raw_server_answer(server, 200, "", body);
    assert_ok(workosds_get_group(here, "x", &group, &error), error);
    workosds_client_free(here);
    return group;
}

static void test_missing_members(void **state)
{
    static const char *const bodies[] = {
        "{}", "{\"name\":7,\"idp_id\":false,\"id\":{}}",
        "{\"id\":null,\"idp_id\":null,\"directory_id\":null,\"organization_id\":null,\"name\":null,"
        "\"created_at\":null,\"updated_at\":null}"};
    size_t index;

    for (index = 0; index < COUNT(bodies); index++) {
        workosds_group *group = get_sent(*state, bodies[index]);
        size_t field;

        for (field = 0; field < GROUP_FIELDS; field++)
            assert_null(group_fields[field].read(group));
        assert_null(workosds_group_raw_attributes_json(group));
        workosds_group_free(group);
    }
}

static void test_raw_attributes(void **state)
{
    static const char *const values[] = {"null", "{}", "[]",
                                         "{\"a\":[1,2.5,{\"b\":\"\\u00e9\"}],\"c\":null}"};
    size_t index;

    for (index = 0; index < COUNT(values); index++) {
        char body[128];
        workosds_group *group;
        json_t *sent = read_json(values[index]);

        snprintf(body, sizeof(body), "{\"raw_attributes\":%s}", values[index]);
        group = get_sent(*state, body);
        assert_json(sent, workosds_group_raw_attributes_json(group));
        workosds_group_free(group);
        json_decref(sent);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_of_a_directory),    cmocka_unit_test(test_of_a_user),
        cmocka_unit_test(test_unknown_directory), with_raw_server(test_missing_members),
        with_raw_server(test_raw_attributes),
    };

    return cmocka_run_group_tests_name("groups", tests, sandbox_start, sandbox_stop);
}
