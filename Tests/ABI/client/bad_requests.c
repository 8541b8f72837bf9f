/* Lists and ids that people get wrong: each a status with a message that names the mistake, and nothing sent.
 */
#include "sandbox.h"

typedef struct bad_list {
    int32_t limit;
    int64_t max_items;
    const char *after;
    const char *before;
    const char *order;
    const char *reason;
} bad_list;

static const bad_list bad_lists[] = {
    {-1, 0, NULL, NULL, NULL, "limit"},        {101, 0, NULL, NULL, NULL, "limit"},
    {INT32_MIN, 0, NULL, NULL, NULL, "limit"}, {INT32_MAX, 0, NULL, NULL, NULL, "limit"},
    {0, -1, NULL, NULL, NULL, "max_items"},    {0, INT64_MIN, NULL, NULL, NULL, "max_items"},
    {0, 0, "a", "b", NULL, "before"},          {0, 0, NULL, NULL, "up", "order"},
    {0, 0, NULL, NULL, "ASC", "order"},        {0, 0, NULL, NULL, "normal", "order"},
    {0, 0, NULL, NULL, "asc ", "order"},       {0, 0, NULL, NULL, "\xFF", "order"},
    {0, 0, "\xC3(", NULL, NULL, "after"},      {0, 0, NULL, "\xED\xA0\x80", NULL, "before"},
};

/* The same members in each query: one list of mistakes serves all three. */
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

/* An id is one path segment: whatever it holds, it cannot lead to another resource. */
static void test_ids_are_encoded(void **state)
{
    static const char *const ids[][2] = {
        {"a/b", "/directories/a%2Fb"},
        {"a?limit=1", "/directories/a%3Flimit%3D1"},
        {"a#b", "/directories/a%23b"},
        {"a%2e%2e", "/directories/a%252e%252e"},
        {"../users", "/directories/..%2Fusers"},
        {"%2e%2e", "/directories/%252e%252e"},
        {"a b", "/directories/a%20b"},
        {"\xC3\xA9", "/directories/%C3%A9"},
        {"a\r\nX: 1", "/directories/a%0D%0AX%3A%201"},
        {"-._~", "/directories/-._~"},
        {"...", "/directories/..."},
        {"a&b=c+d;e", "/directories/a%26b%3Dc%2Bd%3Be"},
    };
    workosds_client *client = sandbox_client();
    workosds_error *error = NULL;
    workosds_directory *directory;
    json_t *requests;
    size_t index;

    (void)state;
    sandbox_clear_requests();
    for (index = 0; index < COUNT(ids); index++)
        assert_fails(WORKOSDS_ERROR_NOT_FOUND,
                     workosds_get_directory(client, ids[index][0], &directory, &error), error);
    requests = sandbox_requests();
    assert_int_equal(json_array_size(requests), COUNT(ids));
    for (index = 0; index < COUNT(ids); index++)
        assert_text(ids[index][1], member_text(json_array_get(requests, index), "path"));
    json_decref(requests);
    workosds_client_free(client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_filters),
        cmocka_unit_test(test_ids_that_are_none),
        cmocka_unit_test(test_ids_are_encoded),
    };

    return cmocka_run_group_tests_name("bad requests", tests, sandbox_start, sandbox_stop);
}
