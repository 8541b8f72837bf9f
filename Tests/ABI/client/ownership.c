/* Ownership: handles freed in any order, and the lifetimes of copies, errors and arguments. */
#include "raw_server.h"

#include <pthread.h>

static const char page[] =
    "{\"data\":[{\"id\":\"directory_user_1\",\"email\":\"ana@example.com\",\"role\":{\"slug\":\"admin\"},"
    "\"roles\":[{\"slug\":\"admin\"}],\"groups\":[{\"id\":\"directory_group_1\",\"name\":\"Sales\"}],"
    "\"custom_attributes\":{\"department\":\"Forschung\",\"seat\":7}},{\"id\":\"directory_user_2\"}],"
    "\"list_metadata\":{\"before\":null,\"after\":\"directory_user_2\"}}";

typedef struct handles {
    workosds_client *client;
    workosds_iterator *iterator;
    workosds_user *copy;
    workosds_error *error;
} handles;

/* An iterator in the middle of a page, or after an error. */
static handles open_handles(raw_server *server, int until_error)
{
    handles opened = {NULL, NULL, NULL, NULL};
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    const workosds_user *user = NULL;

    opened.client = raw_server_client(server);
    query.directory = "directory_1";
    assert_ok(workosds_list_users(opened.client, &query, &opened.iterator, &opened.error), opened.error);
    raw_server_answer(server, 200, "", page);
    assert_ok(workosds_iterator_next_user(opened.iterator, &user, &opened.error), opened.error);
    opened.copy = workosds_user_copy(user);
    if (until_error) {
        raw_server_answer(server, 404, "X-Request-Id: req_1\r\n",
                          "{\"message\":\"gone\",\"code\":\"entity_not_found\"}");
        assert_ok(workosds_iterator_next_user(opened.iterator, &user, &opened.error), opened.error);
        assert_status(WORKOSDS_ERROR_NOT_FOUND,
                      workosds_iterator_next_user(opened.iterator, &user, &opened.error), opened.error);
    } else {
        workosds_iterator_set_blocking(NULL, 0, &opened.error);
    }
    return opened;
}

static void check_copy(const workosds_user *copy)
{
    const char *text = NULL;
    int64_t seat = 0;

    assert_text("directory_user_1", workosds_user_id(copy));
    assert_text("ana@example.com", workosds_user_email(copy));
    assert_text("admin", workosds_user_role(copy));
    assert_text("admin", workosds_user_role_at(copy, 0));
    assert_text("Sales", workosds_group_name(workosds_user_group_at(copy, 0)));
    assert_int_equal(workosds_user_custom_attribute_text(copy, "department", &text, NULL), 1);
    assert_text("Forschung", text);
    assert_int_equal(workosds_user_custom_attribute_integer(copy, "seat", &seat), 1);
    assert_int_equal(seat, 7);
    assert_null(workosds_user_first_name(copy));
}

/* Each object works until it is freed itself. */
static void free_one(handles *opened, int which)
{
    switch (which) {
    case 0:
        workosds_client_free(opened->client);
        break;
    case 1:
        workosds_iterator_free(opened->iterator);
        break;
    case 2:
        check_copy(opened->copy);
        workosds_user_free(opened->copy);
        break;
    default:
        assert_true(strlen(workosds_error_message(opened->error)) > 0);
        workosds_error_free(opened->error);
        break;
    }
}

static void test_any_order_of_frees(void **state)
{
    int order;

    for (order = 0; order < 256; order++) {
        int of[4] = {order & 3, order >> 2 & 3, order >> 4 & 3, order >> 6 & 3};
        int step;

        if ((1 << of[0] | 1 << of[1] | 1 << of[2] | 1 << of[3]) != 15)
            continue;
        for (step = 0; step < 2; step++) {
            raw_server *server = raw_server_start();
            handles opened = open_handles(server, step);
            int index;

            for (index = 0; index < 4; index++)
                free_one(&opened, of[index]);
            raw_server_stop(server);
        }
    }
    (void)state;
}

/* The iterator can be used to its end after its client is freed. */
static void test_iterator_outlives_its_client(void **state)
{
    raw_server *server = *state;
    handles opened = open_handles(server, 0);
    const workosds_user *user = NULL;
    workosds_error *error = NULL;

    workosds_client_free(opened.client);
    assert_ok(workosds_iterator_next_user(opened.iterator, &user, &error), error);
    assert_text("directory_user_2", workosds_user_id(user));
    raw_server_answer(server, 200, "",
                      "{\"data\":[{\"id\":\"directory_user_3\"}],\"list_metadata\":{\"after\":null}}");
    assert_ok(workosds_iterator_next_user(opened.iterator, &user, &error), error);
    assert_text("directory_user_3", workosds_user_id(user));
    assert_status(WORKOSDS_DONE, workosds_iterator_next_user(opened.iterator, &user, &error), error);
    workosds_iterator_free(opened.iterator);
    workosds_user_free(opened.copy);
    workosds_error_free(opened.error);
}

static void test_error_outlives_everything(void **state)
{
    raw_server *server = *state;
    handles opened = open_handles(server, 1);
    size_t length = 0;

    workosds_iterator_free(opened.iterator);
    workosds_client_free(opened.client);
    workosds_user_free(opened.copy);
    assert_text("entity_not_found", workosds_error_code(opened.error));
    assert_text("req_1", workosds_error_request_id(opened.error));
    assert_contains(workosds_error_body(opened.error, &length), "gone");
    workosds_error_free(opened.error);
}

/* The previous value of the error pointer is not freed, and on success it is not changed. */
static void test_error_out_parameter(void **state)
{
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    workosds_iterator *iterator = NULL;
    workosds_error *first = NULL;
    workosds_error *error = NULL;

    assert_int_equal(workosds_delete_directory(client, "", &error), WORKOSDS_ERROR_INVALID_ARGUMENT);
    first = error;
    assert_int_equal(workosds_list_directories(client, NULL, &iterator, &error), WORKOSDS_OK);
    assert_ptr_equal(error, first);
    raw_server_answer(server, 202, "", "Accepted");
    assert_int_equal(workosds_delete_directory(client, "x", &error), WORKOSDS_OK);
    assert_ptr_equal(error, first);
    raw_server_answer(server, 403, "", "");
    assert_int_equal(workosds_delete_directory(client, "x", &error), WORKOSDS_ERROR_PERMISSION);
    assert_ptr_not_equal(error, first);
    assert_int_equal(workosds_error_status(first), WORKOSDS_ERROR_INVALID_ARGUMENT);
    workosds_error_free(first);
    workosds_error_free(error);
    workosds_iterator_free(iterator);
    workosds_client_free(client);
}

/* The caller can overwrite its buffers after the call has returned. */
static void test_arguments_are_copied(void **state)
{
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_iterator *iterator = NULL;
    workosds_error *error = NULL;
    const workosds_user *user;
    char text[5][16] = {"directory_1", "cursor_1", "asc", "a@example.com", "idp_1"};

    query.directory = text[0];
    query.after = text[1];
    query.order = text[2];
    query.email = text[3];
    query.idp_id = text[4];
    assert_ok(workosds_list_users(client, &query, &iterator, &error), error);
    memset(text, 'x', sizeof(text));
    memset(&query, 0xFF, sizeof(query));
    raw_server_answer(server, 200, "", "{\"data\":[],\"list_metadata\":{}}");
    assert_status(WORKOSDS_DONE, workosds_iterator_next_user(iterator, &user, &error), error);
    assert_contains(raw_server_request(server, 0), "directory=directory_1");
    assert_contains(raw_server_request(server, 0), "after=cursor_1");
    assert_contains(raw_server_request(server, 0), "order=asc");
    assert_contains(raw_server_request(server, 0), "email=a%40example.com");
    assert_contains(raw_server_request(server, 0), "idp_id=idp_1");
    workosds_iterator_free(iterator);
    workosds_client_free(client);
}

static void *read_copy(void *copy)
{
    int round;

    for (round = 0; round < 200; round++) {
        json_t *json = take_json(workosds_user_json(copy));
        workosds_user *another = workosds_user_copy(copy);

        check_copy(another);
        workosds_user_free(another);
        assert_text("ana@example.com", member_text(json, "email"));
        json_decref(json);
        check_copy(copy);
    }
    return NULL;
}

/* A copy is complete: threads can read it at once, after everything else has been freed. */
static void test_copy_read_by_threads(void **state)
{
    raw_server *server = *state;
    handles opened = open_handles(server, 0);
    pthread_t threads[4];
    size_t index;

    workosds_iterator_free(opened.iterator);
    workosds_client_free(opened.client);
    workosds_error_free(opened.error);
    for (index = 0; index < COUNT(threads); index++)
        assert_int_equal(pthread_create(&threads[index], NULL, read_copy, opened.copy), 0);
    for (index = 0; index < COUNT(threads); index++)
        pthread_join(threads[index], NULL);
    workosds_user_free(opened.copy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_order_of_frees),       with_raw_server(test_iterator_outlives_its_client),
        with_raw_server(test_error_outlives_everything), with_raw_server(test_error_out_parameter),
        with_raw_server(test_arguments_are_copied),      with_raw_server(test_copy_read_by_threads),
    };

    return cmocka_run_group_tests_name("ownership", tests, NULL, NULL);
}
