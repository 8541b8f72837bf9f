/* Single requests against the sandbox: get, delete and sync, blocking and as iterators. */
#include "sandbox.h"

static workosds_error *error;

/* The last request that the sandbox saw. */
static void assert_last_request(const char *method, const char *path)
{
    json_t *requests = sandbox_requests();
    const json_t *last = json_array_get(requests, json_array_size(requests) - 1);

    assert_text(method, member_text(last, "method"));
    assert_text(path, member_text(last, "path"));
    assert_text("right", member_text(last, "authorization"));
    json_decref(requests);
}

static void path_of(char *path, size_t size, const char *start, const char *id, const char *end)
{
    assert_true((size_t)snprintf(path, size, "%s%s%s", start, id, end) < size);
}

static void first_id(char *id, size_t size, const char *list, const char *directory)
{
    char path[160];
    json_t *page;

    path_of(path, sizeof(path), list, directory, "&limit=1");
    page = sandbox_get(path);
    snprintf(id, size, "%s", member_text(json_array_get(json_object_get(page, "data"), 0), "id"));
    json_decref(page);
}

static void test_get(void **state)
{
    const char *id = sandbox_directory(OKTA_NAME);
    char member[64], path[128];
    workosds_directory *directory = NULL;
    workosds_group *group = NULL;
    workosds_user *user = NULL;

    (void)state;
    assert_ok(workosds_get_directory(shared_client, id, &directory, &error), error);
    assert_text(id, workosds_directory_id(directory));
    assert_text(OKTA_NAME, workosds_directory_name(directory));
    path_of(path, sizeof(path), "/directories/", id, "");
    assert_last_request("GET", path);
    first_id(member, sizeof(member), "/directory_groups?directory=", id);
    assert_ok(workosds_get_group(shared_client, member, &group, &error), error);
    assert_text(member, workosds_group_id(group));
    path_of(path, sizeof(path), "/directory_groups/", member, "");
    assert_last_request("GET", path);
    first_id(member, sizeof(member), "/directory_users?directory=", id);
    assert_ok(workosds_get_user(shared_client, member, &user, &error), error);
    assert_text(member, workosds_user_id(user));
    path_of(path, sizeof(path), "/directory_users/", member, "");
    assert_last_request("GET", path);
    workosds_directory_free(directory);
    workosds_group_free(group);
    workosds_user_free(user);
}

static void test_start_get(void **state)
{
    const char *id = sandbox_directory(OKTA_NAME);
    char group_id[64], user_id[64];
    workosds_iterator *iterator;
    const workosds_directory *directory;
    const workosds_group *group;
    const workosds_user *user;

    (void)state;
    sandbox_clear_requests();
    assert_ok(workosds_start_get_directory(shared_client, id, &iterator, &error), error);
    assert_int_equal(sandbox_request_count(), 0); /* nothing before the first next */
    assert_ok(workosds_iterator_next_directory(iterator, &directory, &error), error);
    assert_text(id, workosds_directory_id(directory));
    assert_null(workosds_iterator_cursor(iterator));
    assert_status(WORKOSDS_DONE, workosds_iterator_next_directory(iterator, &directory, &error), error);
    assert_null(directory);
    workosds_iterator_free(iterator);

    first_id(group_id, sizeof(group_id), "/directory_groups?directory=", id);
    assert_ok(workosds_start_get_group(shared_client, group_id, &iterator, &error), error);
    assert_ok(workosds_iterator_next_group(iterator, &group, &error), error);
    assert_text(group_id, workosds_group_id(group));
    assert_status(WORKOSDS_DONE, workosds_iterator_next_group(iterator, &group, &error), error);
    workosds_iterator_free(iterator);

    first_id(user_id, sizeof(user_id), "/directory_users?directory=", id);
    assert_ok(workosds_start_get_user(shared_client, user_id, &iterator, &error), error);
    assert_ok(workosds_iterator_next_user(iterator, &user, &error), error);
    assert_text(user_id, workosds_user_id(user));
    assert_status(WORKOSDS_DONE, workosds_iterator_next_user(iterator, &user, &error), error);
    workosds_iterator_free(iterator);
}

static void test_get_unknown(void **state)
{
    workosds_directory *directory = (workosds_directory *)&error;
    workosds_iterator *iterator;
    const workosds_user *user;

    (void)state;
    assert_status(WORKOSDS_ERROR_NOT_FOUND,
                  workosds_get_directory(shared_client, "directory_0", &directory, &error), error);
    assert_null(directory);
    assert_text("entity_not_found", workosds_error_code(error));
    assert_int_equal(workosds_error_http_status(error), 404);
    assert_contains(workosds_error_message(error), "directory_0");
    assert_non_null(workosds_error_request_id(error));
    forget(&error);
    assert_ok(workosds_start_get_user(shared_client, "directory_user_0", &iterator, &error), error);
    assert_fails(WORKOSDS_ERROR_NOT_FOUND, workosds_iterator_next_user(iterator, &user, &error), error);
    workosds_iterator_free(iterator);
}

/* The sandbox deletes, like the API, a moment after it accepted. */
static void assert_is_going(const char *id)
{
    workosds_directory *directory = NULL;

    if (workosds_get_directory(shared_client, id, &directory, NULL) == WORKOSDS_OK)
        assert_text("deleting", workosds_directory_state(directory));
    else
        assert_null(directory);
    workosds_directory_free(directory);
}

static void test_delete(void **state)
{
    char id[64], path[128];
    workosds_iterator *iterator;
    const workosds_directory *directory;

    (void)state;
    snprintf(id, sizeof(id), "%s", sandbox_directory("Cyberdyne People HR"));
    assert_ok(workosds_delete_directory(shared_client, id, &error), error);
    path_of(path, sizeof(path), "/directories/", id, "");
    assert_last_request("DELETE", path);
    assert_is_going(id);

    snprintf(id, sizeof(id), "%s", sandbox_directory("Nakatomi SFTP"));
    sandbox_clear_requests();
    assert_ok(workosds_start_delete_directory(shared_client, id, &iterator, &error), error);
    assert_int_equal(sandbox_request_count(), 0);
    assert_status(WORKOSDS_DONE, workosds_iterator_next_directory(iterator, &directory, &error), error);
    assert_null(directory);
    assert_status(WORKOSDS_DONE, workosds_iterator_next_directory(iterator, &directory, &error), error);
    assert_int_equal(sandbox_request_count(), 1);
    workosds_iterator_free(iterator);
    assert_is_going(id);
    assert_fails(WORKOSDS_ERROR_NOT_FOUND, workosds_delete_directory(shared_client, "directory_0", &error),
                 error);
}

static void test_sync(void **state)
{
    char id[64], path[128];
    workosds_iterator *iterator;
    const char *json;

    (void)state;
    snprintf(id, sizeof(id), "%s", sandbox_directory("Acme Google Workspace"));
    assert_ok(workosds_request_directory_sync(shared_client, id, &error), error);
    path_of(path, sizeof(path), "/directories/", id, "/sync");
    assert_last_request("POST", path);
    /* within the cooldown */
    assert_fails(WORKOSDS_ERROR_RATE_LIMITED, workosds_request_directory_sync(shared_client, id, &error),
                 error);
    assert_ok(workosds_start_request_directory_sync(shared_client, id, &iterator, &error), error);
    assert_fails(WORKOSDS_ERROR_RATE_LIMITED, workosds_iterator_next_json(iterator, &json, NULL, &error),
                 error);
    assert_fails(WORKOSDS_ERROR_RATE_LIMITED, workosds_iterator_next_json(iterator, &json, NULL, &error),
                 error);
    workosds_iterator_free(iterator);
    assert_status(WORKOSDS_ERROR_UNPROCESSABLE,
                  workosds_request_directory_sync(shared_client, sandbox_directory(OKTA_NAME), &error),
                  error);
    assert_contains(workosds_error_message(error), "Google Workspace");
    forget(&error);
    assert_fails(WORKOSDS_ERROR_NOT_FOUND,
                 workosds_request_directory_sync(shared_client, "directory_0", &error), error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_get),    cmocka_unit_test(test_start_get), cmocka_unit_test(test_get_unknown),
        cmocka_unit_test(test_delete), cmocka_unit_test(test_sync),
    };

    return cmocka_run_group_tests_name("requests", tests, sandbox_start, sandbox_stop);
}
