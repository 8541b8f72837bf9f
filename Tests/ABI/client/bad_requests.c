/* Extremes and text that is not UTF-8, in each query and as an id, fail with a message about the argument,
 * and nothing is sent. For other invalid arguments see Tests/Behaviour. */
#include "sandbox.h"

#include <malloc.h>

typedef struct bad_list {
    int32_t limit;
    int64_t max_items;
    const char *after;
    const char *before;
    const char *order;
    const char *reason;
} bad_list;

static const bad_list bad_lists[] = {
    {INT32_MIN, 0, NULL, NULL, NULL, "limit"},     {INT32_MAX, 0, NULL, NULL, NULL, "limit"},
    {0, INT64_MIN, NULL, NULL, NULL, "max_items"}, {0, 0, NULL, NULL, "\xFF", "order"},
    {0, 0, "\xC3(", NULL, NULL, "after"},          {0, 0, NULL, "\xED\xA0\x80", NULL, "before"},
};

/* The three queries have the same members, so they share one list of mistakes. */
#define refuse_list(noun, query, mistake)                                                                    \
    do {                                                                                                     \
        workosds_iterator *iterator = (workosds_iterator *)&error;                                           \
        (query).limit = (mistake)->limit;                                                                    \
        (query).max_items = (mistake)->max_items;                                                            \
        (query).after = (mistake)->after;                                                                    \
        (query).before = (mistake)->before;                                                                  \
        (query).order = (mistake)->order;                                                                    \
        assert_status(WORKOSDS_ERROR_INVALID_ARGUMENT,                                                       \
                      workosds_list_##noun(client, &(query), &iterator, &error), error);                     \
        assert_null(iterator);                                                                               \
        assert_contains(workosds_error_message(error), (mistake)->reason);                                   \
        forget(&error);                                                                                      \
    } while (0)

static void test_lists(void **state)
{
    workosds_client *client = sandbox_client();
    workosds_directory_query directories = WORKOSDS_DIRECTORY_QUERY_INIT;
    workosds_group_query groups = WORKOSDS_GROUP_QUERY_INIT;
    workosds_user_query users = WORKOSDS_USER_QUERY_INIT;
    workosds_error *error = NULL;
    size_t index;

    (void)state;
    groups.directory = users.directory = "directory_1";
    sandbox_clear_requests();
    for (index = 0; index < COUNT(bad_lists); index++) {
        refuse_list(directories, directories, &bad_lists[index]);
        refuse_list(groups, groups, &bad_lists[index]);
        refuse_list(users, users, &bad_lists[index]);
    }
    assert_int_equal(sandbox_request_count(), 0);
    workosds_client_free(client);
}

static void test_filters(void **state)
{
    static const bad_list none = {0, 0, NULL, NULL, NULL, "directory"};
    static const bad_list encoding = {0, 0, NULL, NULL, NULL, "UTF-8"};
    workosds_client *client = sandbox_client();
    workosds_directory_query directories = WORKOSDS_DIRECTORY_QUERY_INIT;
    workosds_group_query groups = WORKOSDS_GROUP_QUERY_INIT;
    workosds_user_query users = WORKOSDS_USER_QUERY_INIT;
    workosds_error *error = NULL;

    (void)state;
    sandbox_clear_requests();
    refuse_list(groups, groups, &none);
    refuse_list(users, users, &none);
    groups.directory = groups.user = users.directory = users.group = "";
    users.email = "a@example.com";
    refuse_list(groups, groups, &none);
    refuse_list(users, users, &none);
    directories.search = "\xF8";
    groups.user = "\xC0\x80";
    users.directory = "\x80";
    refuse_list(directories, directories, &encoding);
    refuse_list(groups, groups, &encoding);
    refuse_list(users, users, &encoding);
    assert_int_equal(sandbox_request_count(), 0);
    workosds_client_free(client);
}

static void test_ids_that_are_none(void **state)
{
    static const char *const ids[] = {NULL, "", ".", "..", "\xFF", "directory_\xC3"};
    workosds_client *client = sandbox_client();
    workosds_error *error = NULL;
    workosds_user *user;
    workosds_iterator *iterator;
    size_t index;

    (void)state;
    sandbox_clear_requests();
    for (index = 0; index < COUNT(ids); index++) {
        assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT, workosds_get_user(client, ids[index], &user, &error),
                     error);
        assert_status(WORKOSDS_ERROR_INVALID_ARGUMENT, workosds_delete_directory(client, ids[index], &error),
                      error);
        assert_contains(workosds_error_message(error), "id");
        forget(&error);
        assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT,
                     workosds_start_request_directory_sync(client, ids[index], &iterator, &error), error);
        assert_null(iterator);
    }
    assert_int_equal(sandbox_request_count(), 0);
    workosds_client_free(client);
}

/* Bytes of the heap in use; always 0 with a libc without mallinfo2, such as musl. */
#if defined(__GLIBC__) && __GLIBC_MINOR__ >= 33
static size_t bytes_in_use(void)
{
    return mallinfo2().uordblks;
}
#else
static size_t bytes_in_use(void)
{
    return 0;
}
#endif

static void reject_all(workosds_client *client)
{
    workosds_user_query users = WORKOSDS_USER_QUERY_INIT;
    workosds_event_query events = WORKOSDS_EVENT_QUERY_INIT;
    workosds_error *error = NULL;
    workosds_iterator *iterator;
    workosds_user *user;
    size_t index;

    users.directory = "directory_1";
    for (index = 0; index < COUNT(bad_lists); index++)
        refuse_list(users, users, &bad_lists[index]);
    events.events = "dsync.user.created";
    events.order = "desc";
    assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT, workosds_list_events(client, &events, &iterator, &error),
                 error);
    events.order = NULL;
    events.range_start = "yesterday";
    assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT, workosds_list_events(client, &events, &iterator, &error),
                 error);
    assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT, workosds_get_user(client, "..", &user, &error), error);
}

static void test_nothing_of_a_rejected_call_stays_allocated(void **state)
{
    workosds_client *client = sandbox_client();
    size_t before;
    int round;

    (void)state;
    reject_all(client);
    before = bytes_in_use();
    for (round = 0; round < 100; round++)
        reject_all(client);
    assert_int_equal(bytes_in_use(), before);
    workosds_client_free(client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_of_a_rejected_call_stays_allocated),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_filters),
        cmocka_unit_test(test_ids_that_are_none),
    };

    return cmocka_run_group_tests_name("bad requests", tests, sandbox_start, sandbox_stop);
}
