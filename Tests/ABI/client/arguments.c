/* NULL for each pointer of each function that can fail returns a status and a message, and never crashes. For
 * accessors see records/absent.c. */
#include "raw_server.h"

static workosds_client *client;
static workosds_error *error;

#define assert_invalid(call, reason)                                                                         \
    do {                                                                                                     \
        assert_status(WORKOSDS_ERROR_INVALID_ARGUMENT, call, error);                                         \
        assert_contains(workosds_error_message(error), reason);                                              \
        forget(&error);                                                                                      \
    } while (0)

/* A failed call sets the out-parameter to NULL. */
#define assert_invalid_and_null(call, output, reason)                                                        \
    do {                                                                                                     \
        (output) = (void *)&error;                                                                           \
        assert_invalid(call, reason);                                                                        \
        assert_null(output);                                                                                 \
    } while (0)

static void test_client_new(void **state)
{
    const workosds_client_options options = WORKOSDS_CLIENT_OPTIONS_INIT;
    workosds_client *made = NULL;

    (void)state;
    assert_invalid(workosds_client_new("sk_test", &options, NULL, &error), "client");
    assert_ok(workosds_client_new("sk_test", NULL, &made, &error), error);
    workosds_client_free(made);
    assert_int_equal(workosds_client_new("sk_test", NULL, NULL, NULL), WORKOSDS_ERROR_INVALID_ARGUMENT);
    workosds_client_free(NULL);
    workosds_client_cancel(NULL);
    workosds_client_close_idle(NULL);
}

static void test_lists(void **state)
{
    workosds_group_query groups = WORKOSDS_GROUP_QUERY_INIT;
    workosds_user_query users = WORKOSDS_USER_QUERY_INIT;
    workosds_iterator *iterator;

    (void)state;
    groups.directory = users.directory = "directory_1";
    assert_invalid_and_null(workosds_list_directories(NULL, NULL, &iterator, &error), iterator, "client");
    assert_invalid_and_null(workosds_list_groups(NULL, &groups, &iterator, &error), iterator, "client");
    assert_invalid_and_null(workosds_list_users(NULL, &users, &iterator, &error), iterator, "client");
    assert_invalid(workosds_list_directories(client, NULL, NULL, &error), "iterator");
    assert_invalid(workosds_list_groups(client, &groups, NULL, &error), "iterator");
    assert_invalid(workosds_list_users(client, &users, NULL, &error), "iterator");
    /* All defaults, except that these two need a filter. */
    assert_invalid_and_null(workosds_list_groups(client, NULL, &iterator, &error), iterator,
                            "directory or user");
    assert_invalid_and_null(workosds_list_users(client, NULL, &iterator, &error), iterator,
                            "directory or group");
    assert_ok(workosds_list_directories(client, NULL, &iterator, &error), error);
    workosds_iterator_free(iterator);
}

static void test_gets(void **state)
{
    workosds_directory *directory;
    workosds_group *group;
    workosds_user *user;

    (void)state;
    assert_invalid_and_null(workosds_get_directory(NULL, "x", &directory, &error), directory, "client");
    assert_invalid_and_null(workosds_get_group(NULL, "x", &group, &error), group, "client");
    assert_invalid_and_null(workosds_get_user(NULL, "x", &user, &error), user, "client");
    assert_invalid_and_null(workosds_get_directory(client, NULL, &directory, &error), directory, "id");
    assert_invalid_and_null(workosds_get_group(client, NULL, &group, &error), group, "id");
    assert_invalid_and_null(workosds_get_user(client, NULL, &user, &error), user, "id");
    assert_invalid(workosds_get_directory(client, "x", NULL, &error), "directory");
    assert_invalid(workosds_get_group(client, "x", NULL, &error), "group");
    assert_invalid(workosds_get_user(client, "x", NULL, &error), "user");
}

static void test_commands(void **state)
{
    (void)state;
    assert_invalid(workosds_delete_directory(NULL, "x", &error), "client");
    assert_invalid(workosds_request_directory_sync(NULL, "x", &error), "client");
    assert_invalid(workosds_delete_directory(client, NULL, &error), "id");
    assert_invalid(workosds_request_directory_sync(client, NULL, &error), "id");
}

typedef workosds_status (*start_function)(workosds_client *, const char *, workosds_iterator **,
                                          workosds_error **);

static void test_starts(void **state)
{
    static const start_function starts[] = {
        workosds_start_get_directory,
        workosds_start_get_group,
        workosds_start_get_user,
        workosds_start_delete_directory,
        workosds_start_request_directory_sync,
    };
    workosds_iterator *iterator;
    size_t index;

    (void)state;
    for (index = 0; index < COUNT(starts); index++) {
        assert_invalid_and_null(starts[index](NULL, "x", &iterator, &error), iterator, "client");
        assert_invalid_and_null(starts[index](client, NULL, &iterator, &error), iterator, "id");
        assert_invalid(starts[index](client, "x", NULL, &error), "iterator");
        assert_int_equal(starts[index](client, NULL, &iterator, NULL), WORKOSDS_ERROR_INVALID_ARGUMENT);
        assert_ok(starts[index](client, "x", &iterator, &error), error);
        workosds_iterator_free(iterator);
    }
}

static void test_null_iterator(void **state)
{
    const workosds_directory *directory;
    const workosds_group *group;
    const workosds_user *user;
    const workosds_event *event;
    const char *json;
    size_t length = 42;
    int32_t fd = 42;

    (void)state;
    assert_invalid_and_null(workosds_iterator_next_directory(NULL, &directory, &error), directory,
                            "iterator");
    assert_invalid_and_null(workosds_iterator_next_group(NULL, &group, &error), group, "iterator");
    assert_invalid_and_null(workosds_iterator_next_user(NULL, &user, &error), user, "iterator");
    assert_invalid_and_null(workosds_iterator_next_event(NULL, &event, &error), event, "iterator");
    assert_invalid_and_null(workosds_iterator_next_json(NULL, &json, &length, &error), json, "iterator");
    assert_int_equal(length, 0);
    length = 42;
    assert_invalid_and_null(workosds_iterator_next_page_json(NULL, &json, &length, &error), json, "iterator");
    assert_int_equal(length, 0);
    assert_invalid(workosds_iterator_set_blocking(NULL, 0, &error), "iterator");
    assert_invalid(workosds_iterator_fd(NULL, &fd, &error), "iterator");
    assert_true(fd == 0 || fd == -1); /* not a descriptor of the library, and not the previous value */
    assert_null(workosds_iterator_cursor(NULL));
    workosds_iterator_cancel(NULL);
    workosds_iterator_free(NULL);
}

/* An invalid call consumes no record. */
static void test_null_outputs_of_an_iterator(void **state)
{
    raw_server *server = *state;
    workosds_client *here = raw_server_client(server);
    workosds_iterator *iterator = NULL;
    const workosds_directory *directory;
    const workosds_group *group;
    const workosds_user *user;
    const workosds_event *event;
    const char *json;

    assert_ok(workosds_list_directories(here, NULL, &iterator, &error), error);
    assert_invalid(workosds_iterator_next_directory(iterator, NULL, &error), "NULL");
    assert_invalid(workosds_iterator_next_json(iterator, NULL, NULL, &error), "json");
    assert_invalid(workosds_iterator_next_page_json(iterator, NULL, NULL, &error), "json");
    assert_invalid(workosds_iterator_fd(iterator, NULL, &error), "fd");
    /* of another kind of record */
    assert_invalid_and_null(workosds_iterator_next_group(iterator, &group, &error), group, "kind");
    assert_invalid_and_null(workosds_iterator_next_user(iterator, &user, &error), user, "kind");
    assert_invalid_and_null(workosds_iterator_next_event(iterator, &event, &error), event, "kind");
    assert_int_equal(raw_server_request_count(server), 0);

    raw_server_answer(server, 200, "",
                      "{\"data\":[{\"id\":\"d1\"},{\"id\":\"d2\"}],\"list_metadata\":{\"after\":null}}");
    assert_ok(workosds_iterator_next_directory(iterator, &directory, &error), error);
    assert_text("d1", workosds_directory_id(directory));
    assert_invalid_and_null(workosds_iterator_next_group(iterator, &group, &error), group, "kind");
    assert_ok(workosds_iterator_next_json(iterator, &json, NULL, &error), error);
    assert_contains(json, "\"d2\"");
    assert_status(WORKOSDS_DONE, workosds_iterator_next_directory(iterator, &directory, &error), error);
    workosds_iterator_free(iterator);
    workosds_client_free(here);
}

/* Without an error object the status is the same. */
static void test_error_is_optional(void **state)
{
    raw_server *server = *state;
    workosds_client *here = raw_server_client(server);
    workosds_iterator *iterator = NULL;
    workosds_directory *copy = (workosds_directory *)&error;
    const workosds_directory *directory = NULL;

    assert_int_equal(workosds_list_directories(here, NULL, &iterator, NULL), WORKOSDS_OK);
    raw_server_answer(server, 404, "", "{}");
    assert_int_equal(workosds_iterator_next_directory(iterator, &directory, NULL), WORKOSDS_ERROR_NOT_FOUND);
    assert_int_equal(workosds_iterator_next_directory(iterator, &directory, NULL), WORKOSDS_ERROR_NOT_FOUND);
    raw_server_answer(server, 403, "", "{}");
    assert_int_equal(workosds_get_directory(here, "x", &copy, NULL), WORKOSDS_ERROR_PERMISSION);
    assert_null(copy);
    assert_int_equal(workosds_iterator_set_blocking(NULL, 0, NULL), WORKOSDS_ERROR_INVALID_ARGUMENT);
    assert_int_equal(workosds_iterator_fd(iterator, NULL, NULL), WORKOSDS_ERROR_INVALID_ARGUMENT);
    workosds_iterator_free(iterator);
    workosds_client_free(here);
}

static int start(void **state)
{
    workosds_client_options options = test_options("http://127.0.0.1:9");

    (void)state;
    client = new_client("sk_test", &options);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    workosds_client_free(client);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_client_new),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_gets),
        cmocka_unit_test(test_commands),
        cmocka_unit_test(test_starts),
        cmocka_unit_test(test_null_iterator),
        with_raw_server(test_null_outputs_of_an_iterator),
        with_raw_server(test_error_is_optional),
    };

    return cmocka_run_group_tests_name("arguments", tests, start, stop);
}
