/* Error answers: which status each gives, and all that the error object tells about it. */
#include "lists.h"
#include "sandbox.h"

static workosds_error *error;

static void test_classes(void **state)
{
    static const struct {
        int http_status;
        workosds_status status;
        int is_retryable;
    } classes[] = {
        {400, WORKOSDS_ERROR_BAD_REQUEST, 0},  {401, WORKOSDS_ERROR_AUTHENTICATION, 0},
        {402, WORKOSDS_ERROR_API, 0},          {403, WORKOSDS_ERROR_PERMISSION, 0},
        {404, WORKOSDS_ERROR_NOT_FOUND, 0},    {405, WORKOSDS_ERROR_API, 0},
        {408, WORKOSDS_ERROR_API, 1},          {409, WORKOSDS_ERROR_CONFLICT, 0},
        {418, WORKOSDS_ERROR_API, 0},          {422, WORKOSDS_ERROR_UNPROCESSABLE, 0},
        {429, WORKOSDS_ERROR_RATE_LIMITED, 1}, {500, WORKOSDS_ERROR_SERVER, 1},
        {501, WORKOSDS_ERROR_SERVER, 1},       {502, WORKOSDS_ERROR_SERVER, 1},
        {503, WORKOSDS_ERROR_SERVER, 1},       {504, WORKOSDS_ERROR_SERVER, 1},
        {599, WORKOSDS_ERROR_SERVER, 1},       {301, WORKOSDS_ERROR_API, 0},
        {302, WORKOSDS_ERROR_API, 0},          {304, WORKOSDS_ERROR_API, 0},
        {308, WORKOSDS_ERROR_API, 0},          {600, WORKOSDS_ERROR_API, 0},
    };
    size_t index;

    for (index = 0; index < COUNT(classes); index++) {
        char number[8];

        error = failure_of(*state, classes[index].http_status, "", "", classes[index].status);
        assert_int_equal(workosds_error_http_status(error), classes[index].http_status);
        assert_int_equal(workosds_error_is_retryable(error), classes[index].is_retryable);
        snprintf(number, sizeof(number), "%d", classes[index].http_status);
        assert_contains(workosds_error_message(error), number);
        assert_contains(workosds_error_message(error), "GET /directories/d%2F1");
        forget(&error);
    }
    assert_int_equal(raw_server_request_count(*state), COUNT(classes));
}

static void test_of_the_sandbox(void **state)
{
    workosds_client_options options = test_options(sandbox_url());
    static const struct {
        const char *key;
        workosds_status status;
        int http_status;
    } keys[] = {{"sk_wrong", WORKOSDS_ERROR_AUTHENTICATION, 401},
                {"sk_test_forbidden", WORKOSDS_ERROR_PERMISSION, 403}};
    workosds_directory *directory;
    size_t index;

    (void)state;
    for (index = 0; index < COUNT(keys); index++) {
        workosds_client *client = new_client(keys[index].key, &options);

        assert_status(keys[index].status, workosds_get_directory(client, "x", &directory, &error), error);
        assert_int_equal(workosds_error_http_status(error), keys[index].http_status);
        assert_non_null(workosds_error_request_id(error));
        forget(&error);
        workosds_client_free(client);
    }
}

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

static void test_retry_after(void **state)
{
    static const struct {
        const char *header;
        int64_t milliseconds;
    } values[] = {
        {"", -1},
        {"Retry-After: 0\r\n", 0},
        {"Retry-After: 7\r\n", 7000},
        {"retry-after:  120 \r\n", 120000},
        {"Retry-After: Thu, 01 Jan 1970 00:00:00 GMT\r\n", 0},
        {"Retry-After: soon\r\n", -1},
        {"Retry-After: -5\r\n", -1},
        {"Retry-After: 1.5\r\n", -1},
        {"Retry-After: \r\n", -1},
    };
    static const int statuses[] = {429, 503};
    size_t index;
    size_t which;

    for (index = 0; index < COUNT(values); index++) {
        for (which = 0; which < COUNT(statuses); which++) {
            error = failure_of(*state, statuses[which], values[index].header, "\"Ratelimited\"",
                               which == 0 ? WORKOSDS_ERROR_RATE_LIMITED : WORKOSDS_ERROR_SERVER);
            assert_int_equal(workosds_error_retry_after_ms(error), values[index].milliseconds);
            forget(&error);
        }
    }
}

static void test_redirects_are_not_followed(void **state)
{
    error = failure_of(*state, 302, "Location: https://elsewhere.example.com/directories\r\n", "",
                       WORKOSDS_ERROR_API);
    assert_contains(workosds_error_message(error), "elsewhere.example.com");
    assert_int_equal(raw_server_request_count(*state), 1);
    forget(&error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_raw_server(test_classes),
        cmocka_unit_test(test_of_the_sandbox),
        with_raw_server(test_everything_told),
        with_raw_server(test_retry_after),
        with_raw_server(test_redirects_are_not_followed),
    };

    return cmocka_run_group_tests_name("answers", tests, sandbox_start, sandbox_stop);
}
