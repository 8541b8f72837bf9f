/* Keys that only C can pass, and plain http. For other invalid keys and base URLs see Tests/Behaviour. */
#include "check.h"

static void refuse_client(const char *key, const char *base_url, const char *reason)
{
    workosds_client_options options = test_options(base_url);
    workosds_client *client = (workosds_client *)&options;
    workosds_error *error = NULL;

    assert_status(WORKOSDS_ERROR_INVALID_ARGUMENT, workosds_client_new(key, &options, &client, &error),
                  error);
    assert_null(client);
    assert_contains(workosds_error_message(error), reason);
    assert_int_equal(workosds_error_http_status(error), 0);
    assert_int_equal(workosds_error_is_retryable(error), 0);
    forget(&error);
}

static void test_keys(void **state)
{
    static const char *const keys[] = {"sk_test\x01", "sk_test\x7F", "sk_test\xFF"};
    size_t index;

    (void)state;
    for (index = 0; index < COUNT(keys); index++)
        refuse_client(keys[index], "http://127.0.0.1:9", "API key");
    refuse_client(NULL, "http://127.0.0.1:9", "WORKOS_API_KEY");
    refuse_client("", "http://127.0.0.1:9", "WORKOS_API_KEY");
}

static void test_plain_http_to_another_host(void **state)
{
    static const char *const others[] = {
        "http://api.workos.com",
        "http://10.0.0.1",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://[2001:db8::1]",
        "http://127.1.example/x",
        "http://0.0.0.0",
        "HTTP://api.workos.com",
    };
    static const char *const loopbacks[] = {"http://127.0.0.1", "http://127.8.9.10:81/v1",
                                            "http://localhost:8080", "http://LOCALHOST", "http://[::1]:8080"};
    workosds_client_options options;
    size_t index;

    (void)state;
    for (index = 0; index < COUNT(others); index++) {
        refuse_client("sk_test", others[index], "allow_plain_http");
        options = test_options(others[index]);
        options.allow_plain_http = 1;
        workosds_client_free(new_client("sk_test", &options));
    }
    for (index = 0; index < COUNT(loopbacks); index++) {
        options = test_options(loopbacks[index]);
        workosds_client_free(new_client("sk_test", &options));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_plain_http_to_another_host),
    };

    return cmocka_run_group_tests_name("bad clients", tests, NULL, NULL);
}
