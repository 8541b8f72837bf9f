/* Keys and base URLs that people get wrong: each a message that names the mistake. */
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
    static const char *const keys[] = {
        "sk_test\n",   "sk_test\r\nX-Other: 1", "\tsk_test",      "sk test",     " sk_test",
        "sk_test\x01", "sk_test\x7F",           "sk_t\xC3\xA9st", "sk_test\xFF", " "};
    size_t index;

    (void)state;
    for (index = 0; index < COUNT(keys); index++)
        refuse_client(keys[index], "http://127.0.0.1:9", "API key");
    refuse_client(NULL, "http://127.0.0.1:9", "WORKOS_API_KEY");
    refuse_client("", "http://127.0.0.1:9", "WORKOS_API_KEY");
}

/* Not even in the message about it. */
static void test_refused_key_is_not_shown(void **state)
{
    workosds_client *client = NULL;
    workosds_error *error = NULL;
    char *json;

    (void)state;
    assert_status(WORKOSDS_ERROR_INVALID_ARGUMENT,
                  workosds_client_new("sk_secret_1\n", NULL, &client, &error), error);
    assert_lacks(workosds_error_message(error), "sk_secret_1");
    json = workosds_error_json(error);
    assert_lacks(json, "sk_secret_1");
    workosds_string_free(json);
    forget(&error);
}

static void test_base_urls(void **state)
{
    static const char *const urls[] = {
        "api.workos.com",
        "127.0.0.1:8080",
        "//api.workos.com",
        "ftp://api.workos.com",
        "file:///etc/passwd",
        "https://",
        "https:///v1",
        "https://api.workos.com?x=1",
        "https://host#part",
        "https://user@host",
        "https://user:word@host",
        "https://host:0",
        "https://host:65536",
        "https://host:port",
        "https://host:-1",
        "https://ho st",
        "https://host\r\nX: 1",
        "https://host/\r\nX: 1",
        "https://host/\x01",
        "https://h\xFFst",
        "https://host/p?q",
        " https://api.workos.com",
        "https://api.workos.com ",
        "javascript:alert(1)",
    };
    size_t index;

    (void)state;
    for (index = 0; index < COUNT(urls); index++)
        refuse_client("sk_test", urls[index], "base_url");
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
        cmocka_unit_test(test_refused_key_is_not_shown),
        cmocka_unit_test(test_base_urls),
        cmocka_unit_test(test_plain_http_to_another_host),
    };

    return cmocka_run_group_tests_name("bad clients", tests, NULL, NULL);
}
