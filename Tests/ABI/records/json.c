/* The server's JSON text, borrowed from an iterator. For the JSON of a record see Tests/Behaviour. */
#include "raw_server.h"
#include "sandbox.h"

static workosds_error *error;

/* The server's text without the three documented differences. */
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

/* The text is exactly the server's. A directory is serialized again, because its state is renamed. */
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
        cmocka_unit_test(test_next_json),
        cmocka_unit_test(test_next_page_json),
        with_raw_server(test_own_text),
    };

    return cmocka_run_group_tests_name("json", tests, sandbox_start, sandbox_stop);
}
