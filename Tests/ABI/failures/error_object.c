/* The error object: its accessors agree with its JSON, and its body is exactly what the server sent. */
#include "lists.h"

static workosds_error *error;

static void test_everything_told(void **state)
{
    static const char body[] =
        "{\"message\":\"Directory not found: 'x'.\",\"code\":\"entity_not_found\",\"entity_id\":\"x\"}";
    size_t length;
    json_t *json;

    error = failure_of(*state, 404, "X-Request-Id: req_01\r\n", body, WORKOSDS_ERROR_NOT_FOUND);
    assert_text("entity_not_found", workosds_error_code(error));
    assert_text("req_01", workosds_error_request_id(error));
    assert_int_equal(workosds_error_retry_after_ms(error), -1);
    assert_text(body, workosds_error_body(error, &length));
    assert_int_equal(length, strlen(body));
    assert_contains(workosds_error_message(error), "Directory not found: 'x'.");
    json = take_json(workosds_error_json(error));
    assert_int_equal(json_object_size(json), 10);
    assert_int_equal(json_integer_value(json_object_get(json, "status")), WORKOSDS_ERROR_NOT_FOUND);
    assert_text("NOT_FOUND", member_text(json, "status_name"));
    assert_text(workosds_error_message(error), member_text(json, "message"));
    assert_int_equal(json_integer_value(json_object_get(json, "http_status")), 404);
    assert_text("entity_not_found", member_text(json, "code"));
    assert_text("req_01", member_text(json, "request_id"));
    assert_true(json_is_null(json_object_get(json, "retry_after_ms")));
    assert_true(json_is_false(json_object_get(json, "is_retryable")));
    assert_int_equal(json_array_size(json_object_get(json, "errors")), 0);
    assert_true(json_is_array(json_object_get(json, "errors")));
    assert_text(body, member_text(json, "body"));
    json_decref(json);
    forget(&error);
}

/* A body of more than 1 MiB is not searched for the key, which could take seconds, and is not in the JSON. */
static void test_large_body(void **state)
{
    enum { LARGEST = 1 << 20 };
    static char body[LARGEST + 2];
    json_t *json;
    size_t length;
    size_t extra;

    for (extra = 0; extra <= 1; extra++) {
        memset(body, '\\', LARGEST + extra);
        error = failure_of(*state, 404, "", body, WORKOSDS_ERROR_NOT_FOUND);
        assert_memory_equal(workosds_error_body(error, &length), body, LARGEST + extra);
        assert_int_equal(length, LARGEST + extra);
        json = take_json(workosds_error_json(error));
        assert_int_equal(json_is_null(json_object_get(json, "body")), extra == 1);
        json_decref(json);
        forget(&error);
    }
}

/* A body with NUL bytes, and an empty one. */
static void test_bodies_byte_for_byte(void **state)
{
    static const char answer[] = "HTTP/1.1 400 Bad\r\nContent-Length: 5\r\n\r\na\0b\0\xFF";
    raw_server *server = *state;
    workosds_client *client = client_without_retries(server, "sk_test");
    size_t length = 42;

    raw_server_add(server, answer, sizeof(answer) - 1, RAW_KEEP);
    assert_status(WORKOSDS_ERROR_BAD_REQUEST, workosds_delete_directory(client, "x", &error), error);
    assert_memory_equal(workosds_error_body(error, &length), "a\0b\0\xFF", 6);
    assert_int_equal(length, 5);
    json_decref(take_json(workosds_error_json(error)));
    forget(&error);
    raw_server_answer(server, 400, "", "");
    assert_status(WORKOSDS_ERROR_BAD_REQUEST, workosds_delete_directory(client, "x", &error), error);
    assert_text("", workosds_error_body(error, &length));
    assert_int_equal(length, 0);
    forget(&error);
    assert_status(WORKOSDS_ERROR_INVALID_ARGUMENT, workosds_delete_directory(client, "", &error), error);
    assert_null(workosds_error_body(error, &length));
    assert_null(workosds_error_code(error));
    assert_null(workosds_error_request_id(error));
    forget(&error);
    workosds_client_free(client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_raw_server(test_everything_told),
        with_raw_server(test_bodies_byte_for_byte),
        with_raw_server(test_large_body),
    };

    return cmocka_run_group_tests_name("error object", tests, NULL, NULL);
}
