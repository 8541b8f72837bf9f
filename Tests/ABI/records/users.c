/* Users: every field of the sandbox's 250 over three pages, borrowed and copied, and indexes of lists. */
#include "fields.h"
#include "lists.h"
#include "sandbox.h"

static workosds_error *error;
static char directory_id[64];

/* All records of a list of the sandbox, page by page. */
static json_t *all_sent(const char *path)
{
    json_t *all = json_array();
    char page[512];
    char after[64] = "";

    do {
        json_t *list;
        const char *cursor;

        snprintf(page, sizeof(page), "%s&limit=100%s%s", path, *after == '\0' ? "" : "&after=", after);
        list = sandbox_get(page);
        json_array_extend(all, json_object_get(list, "data"));
        cursor = member_text(json_object_get(list, "list_metadata"), "after");
        snprintf(after, sizeof(after), "%s", cursor == NULL ? "" : cursor);
        json_decref(list);
    } while (*after != '\0');
    return all;
}

static size_t compare(const workosds_user_query *query, const char *filters)
{
    char path[256];
    json_t *records;
    workosds_iterator *iterator = NULL;
    const workosds_user *user = NULL;
    size_t count = 0;
    workosds_status status;

    snprintf(path, sizeof(path), "/directory_users?%s", filters);
    records = all_sent(path);
    assert_ok(workosds_list_users(shared_client, query, &iterator, &error), error);
    while ((status = workosds_iterator_next_user(iterator, &user, &error)) == WORKOSDS_OK) {
        workosds_user *copy = workosds_user_copy(user);

        assert_user(json_array_get(records, count), user);
        assert_user(json_array_get(records, count), copy);
        workosds_user_free(copy);
        count++;
    }
    assert_status(WORKOSDS_DONE, status, error);
    assert_int_equal(count, json_array_size(records));
    workosds_iterator_free(iterator);
    json_decref(records);
    return count;
}

static void test_every_field(void **state)
{
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    char filters[128];

    (void)state;
    query.directory = directory_id;
    snprintf(filters, sizeof(filters), "directory=%s", directory_id);
    assert_int_equal(compare(&query, filters), OKTA_USERS);
}

/* Invalid elements of a list do not change the indexes of the others. */
static void test_odd_entries(void **state)
{
    workosds_user *user = get_raw_user(
        *state,
        "{\"roles\":[{\"slug\":\"a\"},{},null,\"b\",{\"slug\":null},{\"slug\":\"c\"}],"
        "\"groups\":[{\"id\":\"g1\"},null,7,{\"id\":\"g2\",\"name\":\"Zwei\"}],\"role\":{\"slug\":\"r\"}}");

    assert_text("r", workosds_user_role(user));
    assert_int_equal(workosds_user_role_count(user), 6);
    assert_text("a", workosds_user_role_at(user, 0));
    assert_null(workosds_user_role_at(user, 1));
    assert_null(workosds_user_role_at(user, 2));
    assert_null(workosds_user_role_at(user, 4));
    assert_text("c", workosds_user_role_at(user, 5));
    assert_null(workosds_user_role_at(user, SIZE_MAX));
    assert_int_equal(workosds_user_group_count(user), 4);
    assert_text("g1", workosds_group_id(workosds_user_group_at(user, 0)));
    assert_null(workosds_user_group_at(user, 1));
    assert_null(workosds_user_group_at(user, 2));
    assert_text("Zwei", workosds_group_name(workosds_user_group_at(user, 3)));
    assert_null(workosds_user_group_at(user, SIZE_MAX));
    workosds_user_free(user);
}

/* A copy of a user's group outlives the user. */
static void test_copy_of_a_group_of_a_user(void **state)
{
    workosds_user *user = get_raw_user(
        *state, "{\"groups\":[{\"id\":\"g1\",\"name\":\"Sales\",\"raw_attributes\":{\"a\":1}}]}");
    workosds_group *copy = workosds_group_copy(workosds_user_group_at(user, 0));
    json_t *sent = read_json("{\"id\":\"g1\",\"name\":\"Sales\",\"raw_attributes\":{\"a\":1}}");

    assert_group(sent, workosds_user_group_at(user, 0));
    workosds_user_free(user);
    assert_group(sent, copy);
    workosds_group_free(copy);
    json_decref(sent);
}

static int start(void **state)
{
    if (sandbox_start(state) != 0)
        return -1;
    snprintf(directory_id, sizeof(directory_id), "%s", sandbox_directory(OKTA_NAME));
    return 0;
}

static int stop(void **state)
{
    return sandbox_stop(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_field),
        with_raw_server(test_odd_entries),
        with_raw_server(test_copy_of_a_group_of_a_user),
    };

    return cmocka_run_group_tests_name("users", tests, start, stop);
}
