/* A page of users as columns: what the accessors answer, and where each user's JSON lies. */
#include "fields.h"
#include "lists.h"
#include "raw_server.h"
#include "sandbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXTS = 13, NESTED = 3 };

static workosds_error *error;

typedef struct page {
    const char *json;
    size_t length;
    json_t *columns;
} page;

/* The next page. */
static page next_page(workosds_iterator *users)
{
    const char *columns;
    size_t length;
    page next;

    assert_ok(workosds_iterator_next_user_columns(users, &columns, &length, &next.json, &next.length, &error),
              error);
    assert_int_equal(length, strlen(columns));
    assert_int_equal(next.length, strlen(next.json));
    next.columns = read_json(columns);
    assert_int_equal(json_object_size(next.columns), TEXTS + NESTED + 2);
    return next;
}

static const json_t *element(const page *of, const char *column, size_t index)
{
    const json_t *found = json_array_get(json_object_get(of->columns, column), index);

    assert_non_null(found);
    return found;
}

/* A user's own JSON; the caller frees it. */
static char *own_json(const page *of, size_t index)
{
    json_int_t start = json_integer_value(element(of, "start", index));
    json_int_t end = json_integer_value(element(of, "end", index));

    assert_in_range(start, 1, end);
    assert_in_range(end, start, of->length - 1);
    return strndup(of->json + start, (size_t)(end - start));
}

static void assert_column(const page *of, size_t index, const user_field *field, const workosds_user *user)
{
    const char *text = field->read(user);
    const json_t *given = element(of, field->name, index);

    if (text == NULL)
        assert_true(json_is_null(given));
    else
        assert_text(text, json_string_value(given));
}

/* Element `index` tells of the user what the accessors do and its own JSON. */
static void assert_user_at(const page *of, size_t index, const workosds_user *user)
{
    static const struct {
        const char *name;
        json_type type;
    } nested[NESTED] = {{"role", JSON_OBJECT}, {"roles", JSON_ARRAY}, {"custom_attributes", JSON_OBJECT}};
    char *own = own_json(of, index);
    json_t *sent = read_json(own);
    int texts = 0;
    size_t field;

    assert_user(sent, user);
    for (field = 0; field < NESTED; field++) {
        const json_t *value = json_object_get(sent, nested[field].name);
        const json_t *given = element(of, nested[field].name, index);

        if (value == NULL || json_typeof(value) != nested[field].type)
            assert_true(json_is_null(given));
        else
            assert_true(json_equal(value, given));
    }

    for (field = 0; field < USER_FIELDS; field++) {
        if (json_object_get(of->columns, user_fields[field].name) == NULL ||
            strcmp(user_fields[field].name, "role") == 0)
            continue;
        assert_column(of, index, &user_fields[field], user);
        texts++;
    }
    assert_int_equal(texts, TEXTS);
    json_decref(sent);
    free(own);
}

static void test_of_the_sandbox(void **state)
{
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_iterator *columns = NULL;
    workosds_iterator *records = NULL;
    const workosds_user *user;
    const char *texts;
    const char *json;
    size_t read = 0;

    (void)state;
    query.directory = sandbox_directory(OKTA_NAME);
    assert_ok(workosds_list_users(shared_client, &query, &columns, &error), error);
    assert_ok(workosds_list_users(shared_client, &query, &records, &error), error);
    while (read < OKTA_USERS) {
        page next = next_page(columns);
        size_t count = json_array_size(json_object_get(next.columns, "id"));
        size_t index;

        for (index = 0; index < count; index++, read++) {
            assert_ok(workosds_iterator_next_user(records, &user, &error), error);
            assert_user_at(&next, index, user);
        }
        json_decref(next.columns);
    }
    assert_status(WORKOSDS_DONE,
                  workosds_iterator_next_user_columns(columns, &texts, NULL, &json, NULL, &error), error);
    assert_null(texts);
    assert_null(json);
    assert_null(workosds_iterator_cursor(columns));
    workosds_iterator_free(columns);
    workosds_iterator_free(records);
}

/* Texts that are none, are missing or hold what JSON writes in escapes; white space everywhere. */
static void test_odd_content(void **state)
{
    static const char *const bodies[] = {
        "{\"data\":[{},{\"id\":\"a\"}],\"list_metadata\":{\"after\":null}}",
        " { \"data\" : [ \n\t{ \"id\" : 7 , \"email\" : null } ,\r\n { \"id\" : \"b\" , \"name\" : "
        "{\"id\":\"c\"} }\n ] "
        ", \"list_metadata\" : { \"after\" : \"\" } } ",
        "{\"data\":[{\"id\":\"\\u0041\\\"\\\\\\n\",\"email\":\"e\\ud83d\\ude00\"}],"
        "\"list_metadata\":{}}",
        "{\"data\":[{\"id\":\"lone "
        "\\ud83d\",\"state\":\"\xff\",\"first_name\":1e400,\"role\":[],\"roles\":{},"
        "\"custom_attributes\":\"{\"},{\"role\":null,\"roles\":[{\"slug\":1}],\"custom_attributes\":{\"a\":"
        "[1e400]}}],\"list_metadata\":{}}",
    };
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    size_t index;

    for (index = 0; index < COUNT(bodies); index++) {
        workosds_iterator *columns = list_users_of(client, NULL);
        workosds_iterator *records = list_users_of(client, NULL);
        const workosds_user *user;
        size_t number = 0;
        page next;

        raw_server_answer(server, 200, "", bodies[index]);
        next = next_page(columns);
        raw_server_answer(server, 200, "", bodies[index]);
        while (workosds_iterator_next_user(records, &user, &error) == WORKOSDS_OK)
            assert_user_at(&next, number++, user);
        assert_int_equal(number, json_array_size(json_object_get(next.columns, "id")));
        json_decref(next.columns);
        workosds_iterator_free(columns);
        workosds_iterator_free(records);
    }
    workosds_client_free(client);
}

/* What is left of a page, no more than max_items, and never an empty page. */
static void test_parts_of_pages(void **state)
{
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    workosds_iterator *users;
    page next;

    query.directory = "directory_1";
    query.max_items = 4;
    users = list_users_of(client, &query);
    raw_server_page(server, "a b c", NULL, "cursor_c");
    raw_server_page(server, "", NULL, "cursor_empty");
    raw_server_page(server, "d e", NULL, NULL);
    assert_next("a", users);
    next = next_page(users);
    assert_int_equal(json_array_size(json_object_get(next.columns, "id")), 2);
    assert_text("b", json_string_value(element(&next, "id", 0)));
    assert_text("cursor_c", workosds_iterator_cursor(users));
    json_decref(next.columns);
    next = next_page(users);
    assert_int_equal(json_array_size(json_object_get(next.columns, "end")), 1);
    assert_text("d", json_string_value(element(&next, "id", 0)));
    json_decref(next.columns);
    assert_rest("", users);
    workosds_iterator_free(users);
    workosds_client_free(client);
}

static void test_one_user(void **state)
{
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    workosds_iterator *iterator = NULL;
    char *own;
    page next;

    raw_server_answer(server, 200, "", "\n{\"id\":\"u\",\"newer\":[1]}\n");
    assert_ok(workosds_start_get_user(client, "u", &iterator, &error), error);
    next = next_page(iterator);
    assert_text("u", json_string_value(element(&next, "id", 0)));
    own = own_json(&next, 0);
    assert_text("{\"id\":\"u\",\"newer\":[1]}", own);
    free(own);
    json_decref(next.columns);
    workosds_iterator_free(iterator);
    workosds_client_free(client);
}

/* A mistake in the call takes nothing away. */
static void test_arguments(void **state)
{
    workosds_group_query query = WORKOSDS_GROUP_QUERY_INIT;
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    workosds_iterator *users = list_users_of(client, NULL);
    workosds_iterator *groups = NULL;
    const char *columns = "x";
    const char *json = "x";
    size_t lengths[] = {1, 1};

    query.directory = "directory_1";
    assert_ok(workosds_list_groups(client, &query, &groups, &error), error);
    assert_fails(
        WORKOSDS_ERROR_INVALID_ARGUMENT,
        workosds_iterator_next_user_columns(groups, &columns, &lengths[0], &json, &lengths[1], &error),
        error);
    assert_null(columns);
    assert_null(json);
    assert_int_equal(lengths[0] + lengths[1], 0);
    assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT,
                 workosds_iterator_next_user_columns(NULL, &columns, NULL, &json, NULL, &error), error);
    assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT,
                 workosds_iterator_next_user_columns(users, NULL, NULL, &json, NULL, &error), error);
    assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT,
                 workosds_iterator_next_user_columns(users, &columns, NULL, NULL, NULL, &error), error);
    assert_int_equal(raw_server_request_count(server), 0);
    raw_server_page(server, "a", NULL, NULL);
    assert_rest("a", users);
    workosds_iterator_free(groups);
    workosds_iterator_free(users);
    workosds_client_free(client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_of_the_sandbox),
        cmocka_unit_test_setup_teardown(test_odd_content, raw_server_setup, raw_server_teardown),
        cmocka_unit_test_setup_teardown(test_parts_of_pages, raw_server_setup, raw_server_teardown),
        cmocka_unit_test_setup_teardown(test_one_user, raw_server_setup, raw_server_teardown),
        cmocka_unit_test_setup_teardown(test_arguments, raw_server_setup, raw_server_teardown),
    };

    return cmocka_run_group_tests(tests, sandbox_start, sandbox_stop);
}
