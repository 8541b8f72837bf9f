/* The cursor between calls, and permanent errors. For the values of cursors see Tests/Behaviour. */
#include "lists.h"

static workosds_error *error;

static void test_cursor_moves_at_the_end_of_a_page(void **state)
{
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    workosds_iterator *users = list_users_of(client, NULL);

    assert_null(workosds_iterator_cursor(users));
    raw_server_page(server, "a b", NULL, "cursor_b");
    raw_server_page(server, "c d", "cursor_c", "cursor_d");
    raw_server_page(server, "e", "cursor_e", NULL);
    assert_next("a", users);
    assert_null(workosds_iterator_cursor(users));
    assert_next("b", users);
    assert_text("cursor_b", workosds_iterator_cursor(users));
    assert_next("c", users);
    assert_text("cursor_b", workosds_iterator_cursor(users));
    assert_next("d", users);
    assert_text("cursor_d", workosds_iterator_cursor(users));
    assert_next("e", users);
    assert_rest("", users);
    assert_null(workosds_iterator_cursor(users));
    assert_int_equal(raw_server_request_count(server), 3);
    workosds_iterator_free(users);
    workosds_client_free(client);
}

/* Records that had arrived are returned first, then the same error each time, and nothing more is sent. The
 * cursor to resume from stays readable. */
static void test_error_is_sticky(void **state)
{
    raw_server *server = *state;
    workosds_client *client = raw_server_client(server);
    workosds_iterator *users = list_users_of(client, NULL);
    const workosds_user *user = (const workosds_user *)&error;
    const char *json;
    int call;

    raw_server_page(server, "a b", NULL, "cursor_b");
    raw_server_page(server, "c d", NULL, "cursor_d");
    raw_server_answer(server, 403, "X-Request-Id: req_1\r\n", "{\"message\":\"No\"}");
    assert_next("a", users);
    assert_next("b", users);
    assert_next("c", users);
    assert_next("d", users);
    for (call = 0; call < 3; call++) {
        assert_status(WORKOSDS_ERROR_PERMISSION, workosds_iterator_next_user(users, &user, &error), error);
        assert_null(user);
        assert_text("req_1", workosds_error_request_id(error));
        forget(&error);
    }
    assert_fails(WORKOSDS_ERROR_PERMISSION, workosds_iterator_next_json(users, &json, NULL, &error), error);
    assert_fails(WORKOSDS_ERROR_PERMISSION, workosds_iterator_next_page_json(users, &json, NULL, &error),
                 error);
    assert_text("cursor_d", workosds_iterator_cursor(users));
    assert_int_equal(raw_server_request_count(server), 3);
    workosds_iterator_free(users);
    workosds_client_free(client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_raw_server(test_cursor_moves_at_the_end_of_a_page),
        with_raw_server(test_error_is_sticky),
    };

    return cmocka_run_group_tests_name("cursors", tests, NULL, NULL);
}
