/* Bodies of error answers: their shapes, field errors, bytes, and what of them reaches the message. */
#include "lists.h"

static workosds_error *error;

static void test_shapes_of_bodies(void **state)
{
    static const struct {
        const char *body;
        const char *code;
        const char *in_message;
    } shapes[] = {
        {"{\"error\":\"invalid_client\",\"error_description\":\"Not known.\"}", "invalid_client",
         "Not known."},
        {"\"Ratelimited\"", NULL, "Ratelimited"},
        {"Forbidden by policy", NULL, "Forbidden by policy"},
        {"<html><h1>Nginx</h1></html>", NULL, "403"},
        {"{\"message\":", NULL, "403"},
        {"{\"message\":7,\"code\":[]}", NULL, "403"},
        {"{\"message\":\"two\\nlines\\u0007\"}", NULL, "two lines"},
        {"\xFF\xFE", NULL, "403"},
        {"[]", NULL, "403"},
    };
    size_t index;
    size_t length;

    for (index = 0; index < COUNT(shapes); index++) {
        error = failure_of(*state, 403, "", shapes[index].body, WORKOSDS_ERROR_PERMISSION);
        assert_text(shapes[index].code, workosds_error_code(error));
        assert_contains(workosds_error_message(error), shapes[index].in_message);
        assert_text(shapes[index].body, workosds_error_body(error, &length));
        assert_int_equal(length, strlen(shapes[index].body));
        json_decref(take_json(workosds_error_json(error)));
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

static void test_longest_message(void **state)
{
    char body[4096];

    memset(body, 'm', sizeof(body) - 1);
    memcpy(body, "{\"message\":\"\xC3\xA9\xC3\xA9\xC3\xA9", 18);
    strcpy(body + sizeof(body) - 3, "\"}");
    error =
        failure_of(*state, 400, "", body, WORKOSDS_ERROR_BAD_REQUEST); /* assert_status checks the length */
    forget(&error);
}

static void test_field_errors(void **state)
{
    json_t *json;
    const json_t *errors;

    error = failure_of(
        *state, 422, "",
        "{\"message\":\"Validation failed\",\"errors\":[{\"field\":\"limit\",\"code\":\"too large\"},"
        "{\"field\":\"order\",\"message\":\"asc or desc\"},\"plain\",7]}",
        WORKOSDS_ERROR_UNPROCESSABLE);
    json = take_json(workosds_error_json(error));
    errors = json_object_get(json, "errors");
    assert_int_equal(json_array_size(errors), 3);
    assert_text("limit", member_text(json_array_get(errors, 0), "field"));
    assert_text("too large", member_text(json_array_get(errors, 0), "code"));
    assert_true(json_is_null(json_object_get(json_array_get(errors, 0), "message")));
    assert_text("order", member_text(json_array_get(errors, 1), "field"));
    assert_text("asc or desc", member_text(json_array_get(errors, 1), "message"));
    assert_text("plain", member_text(json_array_get(errors, 2), "message"));
    json_decref(json);
    assert_contains(workosds_error_message(error), "Validation failed");
    forget(&error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_raw_server(test_shapes_of_bodies),
        with_raw_server(test_bodies_byte_for_byte),
        with_raw_server(test_longest_message),
        with_raw_server(test_field_errors),
    };

    return cmocka_run_group_tests_name("error bodies", tests, NULL, NULL);
}
