/* Records as JSON: the documented members always, newer ones kept; and the server's own text of an iterator.
 */
#include "fields.h"
#include "raw_server.h"
#include "sandbox.h"

static workosds_error *error;

static const char *const directory_members[] = {
    "object", "id",    "organization_id", "external_key", "domain",    "name",
    "type",   "state", "metadata",        "created_at",   "updated_at"};
static const char *const group_members[] = {"object",          "id",   "idp_id",         "directory_id",
                                            "organization_id", "name", "raw_attributes", "created_at",
                                            "updated_at"};
static const char *const user_members[] = {"object",         "id",
                                           "directory_id",   "organization_id",
                                           "idp_id",         "email",
                                           "first_name",     "last_name",
                                           "name",           "state",
                                           "role",           "roles",
                                           "groups",         "custom_attributes",
                                           "raw_attributes", "emails",
                                           "job_title",      "username",
                                           "created_at",     "updated_at"};

/* The record's JSON is what was sent, with null for each documented member that was not. */
static void assert_record(const json_t *sent, char *text, const char *const *members, size_t count)
{
    json_t *given = take_json(text);
    json_t *expected = json_deep_copy(sent);
    const char *state = member_text(sent, "state");
    size_t index;

    for (index = 0; index < count; index++) {
        if (json_object_get(given, members[index]) == NULL)
            fail_msg("no member %s", members[index]);
        if (json_object_get(expected, members[index]) == NULL)
            json_object_set_new(expected, members[index], json_null());
    }
    if (members == directory_members && state != NULL)
        json_object_set_new(expected, "state", json_string(documented_state(state)));
    /* Which object it is follows from the function. */
    if (json_is_null(json_object_get(expected, "object")))
        json_object_set(expected, "object", json_object_get(given, "object"));
    assert_true(json_equal(expected, given));
    json_decref(expected);
    json_decref(given);
}

static void test_of_the_sandbox(void **state)
{
    json_t *list = sandbox_get("/directories?limit=100");
    workosds_iterator *iterator = NULL;
    const workosds_directory *directory;
    size_t index = 0;

    (void)state;
    assert_ok(workosds_list_directories(shared_client, NULL, &iterator, &error), error);
    while (workosds_iterator_next_directory(iterator, &directory, &error) == WORKOSDS_OK) {
        workosds_directory *copy = workosds_directory_copy(directory);
        const json_t *sent = json_array_get(json_object_get(list, "data"), index++);

        assert_record(sent, workosds_directory_json(directory), directory_members, COUNT(directory_members));
        assert_record(sent, workosds_directory_json(copy), directory_members, COUNT(directory_members));
        workosds_directory_free(copy);
    }
    assert_int_equal(index, DIRECTORIES);
    workosds_iterator_free(iterator);
    json_decref(list);
}

static void test_records(void **state)
{
    static const char *const bodies[] = {
        "{}",
        "{\"id\":\"x\",\"state\":\"linked\",\"name\":\"a\\u0000b\",\"newer\":{\"a\":[1,2.5,null]},\"email\":"
        "\"e\"}",
        "{\"custom_attributes\":{\"a\":9223372036854775807},\"groups\":[{\"id\":\"g\"}],\"roles\":[],"
        "\"emails\":[]}",
    };
    raw_server *server = *state;
    workosds_client *here = raw_server_client(server);
    size_t index;

    for (index = 0; index < COUNT(bodies); index++) {
        json_t *sent = read_json(bodies[index]);
        workosds_directory *directory;
        workosds_group *group;
        workosds_user *user;

        raw_server_answer(server, 200, "", bodies[index]);
        assert_ok(workosds_get_directory(here, "x", &directory, &error), error);
        assert_record(sent, workosds_directory_json(directory), directory_members, COUNT(directory_members));
        raw_server_answer(server, 200, "", bodies[index]);
        assert_ok(workosds_get_group(here, "x", &group, &error), error);
        assert_record(sent, workosds_group_json(group), group_members, COUNT(group_members));
        raw_server_answer(server, 200, "", bodies[index]);
        assert_ok(workosds_get_user(here, "x", &user, &error), error);
        assert_record(sent, workosds_user_json(user), user_members, COUNT(user_members));
        workosds_directory_free(directory);
        workosds_group_free(group);
        workosds_user_free(user);
        json_decref(sent);
    }
    workosds_client_free(here);
}

/* Without the three documented differences: the server's own text. */
static void test_next_json(void **state)
{
    workosds_group_query query = WORKOSDS_GROUP_QUERY_INIT;
    workosds_iterator *iterator = NULL;
    const char *json;
    size_t length;
    char path[128];
    json_t *list;
    size_t index;

    (void)state;
    query.directory = sandbox_directory(OKTA_NAME);
    snprintf(path, sizeof(path), "/directory_groups?limit=100&directory=%s", query.directory);
    list = sandbox_get(path);
    assert_ok(workosds_list_groups(shared_client, &query, &iterator, &error), error);
    for (index = 0; index < OKTA_GROUPS; index++) {
        json_t *given;

        assert_ok(workosds_iterator_next_json(iterator, &json, &length, &error), error);
        assert_int_equal(length, strlen(json));
        given = read_json(json);
        assert_true(json_equal(given, json_array_get(json_object_get(list, "data"), index)));
        json_decref(given);
    }
    assert_status(WORKOSDS_DONE, workosds_iterator_next_json(iterator, &json, &length, &error), error);
    assert_null(json);
    assert_int_equal(length, 0);
    workosds_iterator_free(iterator);
    json_decref(list);
}

static void test_next_page_json(void **state)
{
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    static const size_t sizes[] = {99, 100, 50};
    workosds_iterator *iterator = NULL;
    const workosds_user *user;
    const char *json;
    size_t length;
    size_t index;

    (void)state;
    query.directory = sandbox_directory(OKTA_NAME);
    assert_ok(workosds_list_users(shared_client, &query, &iterator, &error), error);
    assert_ok(workosds_iterator_next_user(iterator, &user, &error), error);
    for (index = 0; index < COUNT(sizes); index++) {
        json_t *page;

        assert_ok(workosds_iterator_next_page_json(iterator, &json, &length, &error), error);
        assert_int_equal(length, strlen(json));
        page = read_json(json);
        assert_true(json_is_array(page));
        assert_int_equal(json_array_size(page), sizes[index]);
        json_decref(page);
    }
    assert_status(WORKOSDS_DONE, workosds_iterator_next_page_json(iterator, &json, NULL, &error), error);
    assert_null(json);
    workosds_iterator_free(iterator);
}

/* The text is the server's, byte for byte; a directory's is written anew for the sake of its state. */
static void test_own_text(void **state)
{
    static const char record[] = "{ \"name\" :\"a\\u00e9\\/b\", \"n\":1.50, \"state\": \"linked\"}";
    raw_server *server = *state;
    workosds_client *here = raw_server_client(server);
    workosds_iterator *iterator = NULL;
    const char *json;
    json_t *given;

    raw_server_answer(server, 200, "", record);
    assert_ok(workosds_start_get_group(here, "x", &iterator, &error), error);
    assert_ok(workosds_iterator_next_json(iterator, &json, NULL, &error), error);
    assert_text(record, json);
    workosds_iterator_free(iterator);
    raw_server_answer(server, 200, "", record);
    assert_ok(workosds_start_get_directory(here, "x", &iterator, &error), error);
    assert_ok(workosds_iterator_next_page_json(iterator, &json, NULL, &error), error);
    given = read_json(json);
    assert_text("active", member_text(json_array_get(given, 0), "state"));
    json_decref(given);
    workosds_iterator_free(iterator);
    workosds_client_free(here);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_of_the_sandbox), with_raw_server(test_records),
        cmocka_unit_test(test_next_json),      cmocka_unit_test(test_next_page_json),
        with_raw_server(test_own_text),
    };

    return cmocka_run_group_tests_name("json", tests, sandbox_start, sandbox_stop);
}
