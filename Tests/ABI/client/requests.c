/* Single requests as iterators, against the sandbox. For blocking ones see Tests/Behaviour. */
#include "sandbox.h"

static workosds_error *error;

static void first_id(char *id, size_t size, const char *list, const char *directory)
{
    char path[160];
    json_t *page;

    assert_true((size_t)snprintf(path, sizeof(path), "%s%s&limit=1", list, directory) < sizeof(path));
    page = sandbox_get(path);
    snprintf(id, size, "%s", member_text(json_array_get(json_object_get(page, "data"), 0), "id"));
    json_decref(page);
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

    assert_ok(workosds_start_get_user(shared_client, "directory_user_0", &iterator, &error), error);
    assert_fails(WORKOSDS_ERROR_NOT_FOUND, workosds_iterator_next_user(iterator, &user, &error), error);
    workosds_iterator_free(iterator);
}

/* Like the API, the sandbox accepts the deletion first and deletes a moment later. */
static void assert_is_going(const char *id)
{
    workosds_directory *directory = NULL;

    if (workosds_get_directory(shared_client, id, &directory, NULL) == WORKOSDS_OK)
        assert_text("deleting", workosds_directory_state(directory));
    else
        assert_null(directory);
    workosds_directory_free(directory);
}

static void test_start_delete(void **state)
{
    char id[64];
    workosds_iterator *iterator;
    const workosds_directory *directory;

    (void)state;
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
}

/* The second request is within the cooldown, and the error is permanent. */
static void test_start_sync(void **state)
{
    const char *id = sandbox_directory("Acme Google Workspace");
    workosds_iterator *iterator;
    const char *json;

    (void)state;
    assert_ok(workosds_start_request_directory_sync(shared_client, id, &iterator, &error), error);
    assert_status(WORKOSDS_DONE, workosds_iterator_next_json(iterator, &json, NULL, &error), error);
    workosds_iterator_free(iterator);
    assert_ok(workosds_start_request_directory_sync(shared_client, id, &iterator, &error), error);
    assert_fails(WORKOSDS_ERROR_RATE_LIMITED, workosds_iterator_next_json(iterator, &json, NULL, &error),
                 error);
    assert_fails(WORKOSDS_ERROR_RATE_LIMITED, workosds_iterator_next_json(iterator, &json, NULL, &error),
                 error);
    workosds_iterator_free(iterator);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_start_get),
        cmocka_unit_test(test_start_delete),
        cmocka_unit_test(test_start_sync),
    };

    return cmocka_run_group_tests_name("requests", tests, sandbox_start, sandbox_stop);
}
