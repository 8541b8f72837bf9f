/* Paging against the sandbox: three pages, page sizes, max_items, both orders, backwards. */
#include "lists.h"
#include "sandbox.h"

static char directory_id[64];
/* The ids of all users, newest first. */
static char *newest_first;

static workosds_iterator *list(workosds_user_query query)
{
    query.directory = directory_id;
    return list_users_of(shared_client, &query);
}

static char *ids_of(workosds_user_query query)
{
    workosds_iterator *users = list(query);
    char *ids = take_ids(users);

    workosds_iterator_free(users);
    return ids;
}

static size_t count_ids(const char *ids)
{
    size_t count = 0;

    for (; *ids != '\0'; ids++)
        count += *ids == ' ';
    return count;
}

/* The id at that place, 0 being the newest user. */
static const char *id_at(size_t index, char *id, size_t size)
{
    const char *start = newest_first;

    while (index-- > 0)
        start = strchr(start, ' ') + 1;
    snprintf(id, size, "%.*s", (int)strcspn(start, " "), start);
    return id;
}

static char *reversed(const char *ids)
{
    size_t left = strlen(ids);
    char *result = calloc(1, left + 1);

    assert_non_null(result);
    while (left > 0) {
        size_t start = left - 1;

        while (start > 0 && ids[start - 1] != ' ')
            start--;
        strncat(result, ids + start, left - start);
        left = start;
    }
    return result;
}

static const char *path_of(const json_t *requests, size_t index)
{
    return member_text(json_array_get(requests, index), "path");
}

static void test_three_pages(void **state)
{
    const workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    char cursor[64];
    json_t *requests;
    char *ids;
    size_t index;

    (void)state;
    sandbox_clear_requests();
    ids = ids_of(query);
    assert_int_equal(count_ids(ids), OKTA_USERS);
    assert_text(newest_first, ids);
    requests = sandbox_requests();
    assert_int_equal(json_array_size(requests), 3);
    for (index = 0; index < 3; index++) {
        assert_contains(path_of(requests, index), "limit=100");
        assert_contains(path_of(requests, index), "order=desc");
        assert_contains(path_of(requests, index), directory_id); /* filters go with every page */
    }
    assert_lacks(path_of(requests, 0), "after=");
    assert_contains(path_of(requests, 1), id_at(99, cursor, sizeof(cursor)));
    assert_contains(path_of(requests, 2), id_at(199, cursor, sizeof(cursor)));
    json_decref(requests);
    free(ids);
}

static void test_page_sizes(void **state)
{
    static const struct {
        int32_t limit;
        size_t requests;
    } sizes[] = {{0, 3}, {100, 3}, {99, 3}, {50, 5}, {7, 36}};
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    size_t index;

    (void)state;
    for (index = 0; index < COUNT(sizes); index++) {
        char *ids;

        query.limit = sizes[index].limit;
        sandbox_clear_requests();
        ids = ids_of(query);
        assert_text(newest_first, ids);
        assert_int_equal(sandbox_request_count(), sizes[index].requests);
        free(ids);
    }
}

static void test_max_items(void **state)
{
    static const struct {
        int64_t max_items;
        int32_t limit;
        size_t items;
        size_t requests;
    } cases[] = {{1, 0, 1, 1},   {100, 0, 100, 1}, {101, 0, 101, 2}, {250, 0, 250, 3},      {251, 0, 250, 3},
                 {10, 3, 10, 4}, {9, 3, 9, 3},     {1, 100, 1, 1},   {INT64_MAX, 0, 250, 3}};
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    size_t index;

    (void)state;
    for (index = 0; index < COUNT(cases); index++) {
        char *ids;

        query.max_items = cases[index].max_items;
        query.limit = cases[index].limit;
        sandbox_clear_requests();
        ids = ids_of(query);
        assert_int_equal(count_ids(ids), cases[index].items);
        assert_memory_equal(ids, newest_first, strlen(ids));
        assert_int_equal(sandbox_request_count(), cases[index].requests);
        free(ids);
    }
}

static void test_ascending(void **state)
{
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    char *oldest_first = reversed(newest_first);
    char *ids;

    (void)state;
    query.order = "asc";
    ids = ids_of(query);
    assert_text(oldest_first, ids);
    free(ids);
    free(oldest_first);
}

/* `before` pages backwards: the page next to the cursor first, each page in the list's own order. */
static void test_backwards(void **state)
{
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    char cursor[64], id[64];
    workosds_iterator *users;
    json_t *requests;
    size_t index;

    (void)state;
    query.limit = 10;
    query.before = id_at(25, cursor, sizeof(cursor));
    sandbox_clear_requests();
    users = list(query);
    for (index = 15; index < 25; index++)
        assert_next(id_at(index, id, sizeof(id)), users);
    assert_text(id_at(15, id, sizeof(id)), workosds_iterator_cursor(users));
    for (index = 5; index < 15; index++)
        assert_next(id_at(index, id, sizeof(id)), users);
    for (index = 0; index < 5; index++)
        assert_next(id_at(index, id, sizeof(id)), users);
    assert_rest("", users);
    assert_null(workosds_iterator_cursor(users));
    requests = sandbox_requests();
    assert_int_equal(json_array_size(requests), 3);
    for (index = 0; index < 3; index++) {
        assert_contains(path_of(requests, index), "before=");
        assert_lacks(path_of(requests, index), "after=");
    }
    json_decref(requests);
    workosds_iterator_free(users);
}

static void test_after(void **state)
{
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    char cursor[64];
    char *ids;

    (void)state;
    query.after = id_at(120, cursor, sizeof(cursor));
    ids = ids_of(query);
    assert_int_equal(count_ids(ids), OKTA_USERS - 121);
    assert_text(strstr(newest_first, cursor) + strlen(cursor) + 1, ids);
    free(ids);
    query.after = id_at(249, cursor, sizeof(cursor));
    ids = ids_of(query);
    assert_text("", ids);
    free(ids);
}

static int start(void **state)
{
    const workosds_user_query query = WORKOSDS_USER_QUERY_INIT;

    if (sandbox_start(state) != 0)
        return -1;
    snprintf(directory_id, sizeof(directory_id), "%s", sandbox_directory(OKTA_NAME));
    newest_first = ids_of(query);
    return 0;
}

static int stop(void **state)
{
    free(newest_first);
    return sandbox_stop(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_three_pages), cmocka_unit_test(test_page_sizes),
        cmocka_unit_test(test_max_items),   cmocka_unit_test(test_ascending),
        cmocka_unit_test(test_backwards),   cmocka_unit_test(test_after),
    };

    return cmocka_run_group_tests_name("paging", tests, start, stop);
}
