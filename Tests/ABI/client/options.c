/* The client's options: invalid values, and their effect on requests. */
#include "raw_server.h"

static const char one_page[] = "{\"data\":[],\"list_metadata\":{\"before\":null,\"after\":null}}";

static workosds_status try_options(const workosds_client_options *options, workosds_error **error)
{
    workosds_client *client = NULL;
    workosds_status status = workosds_client_new("sk_test", options, &client, error);

    assert_int_equal(client != NULL, status == WORKOSDS_OK);
    workosds_client_free(client);
    return status;
}

/* Lists the directories of the server once. */
static workosds_status list_once(workosds_client *client, workosds_error **error)
{
    workosds_iterator *iterator = NULL;
    const workosds_directory *directory = NULL;
    workosds_status status = workosds_list_directories(client, NULL, &iterator, error);

    while (status == WORKOSDS_OK)
        status = workosds_iterator_next_directory(iterator, &directory, error);
    workosds_iterator_free(iterator);
    return status;
}

#define assert_refused(member, value)                                                                        \
    do {                                                                                                     \
        workosds_client_options refused = WORKOSDS_CLIENT_OPTIONS_INIT;                                      \
        workosds_error *reason = NULL;                                                                       \
        refused.member = (value);                                                                            \
        assert_status(WORKOSDS_ERROR_INVALID_ARGUMENT, try_options(&refused, &reason), reason);              \
        assert_contains(workosds_error_message(reason), #member);                                            \
        forget(&reason);                                                                                     \
    } while (0)

#define assert_taken(member, value)                                                                          \
    do {                                                                                                     \
        workosds_client_options taken = WORKOSDS_CLIENT_OPTIONS_INIT;                                        \
        workosds_error *reason = NULL;                                                                       \
        taken.member = (value);                                                                              \
        assert_ok(try_options(&taken, &reason), reason);                                                     \
    } while (0)

static void test_numbers(void **state)
{
    (void)state;
    assert_refused(connect_timeout_ms, -2);
    assert_refused(request_timeout_ms, INT64_MIN);
    assert_refused(call_timeout_ms, -60000);
    assert_refused(max_retry_wait_ms, -1);
    assert_refused(max_response_bytes, -1);
    assert_refused(max_response_bytes, INT64_C(2147483648));
    assert_refused(max_retries, -2);
    assert_refused(max_retries, 101);
    assert_refused(directory_user_requests_per_second, -2);
    assert_refused(look_ahead, 2);
    assert_refused(look_ahead, -2);
    assert_refused(allow_plain_http, 2);
    assert_refused(allow_plain_http, -1);
    assert_taken(connect_timeout_ms, WORKOSDS_NO_TIME_LIMIT);
    assert_taken(request_timeout_ms, WORKOSDS_NO_TIME_LIMIT);
    assert_taken(call_timeout_ms, WORKOSDS_NO_TIME_LIMIT);
    assert_taken(call_timeout_ms, INT64_MAX);
    assert_taken(max_retry_wait_ms, INT64_MAX);
    assert_taken(max_response_bytes, INT64_C(2147483647));
    assert_taken(max_retries, WORKOSDS_NO_RETRIES);
    assert_taken(max_retries, 100);
    assert_taken(directory_user_requests_per_second, WORKOSDS_UNPACED);
    assert_taken(look_ahead, WORKOSDS_LOOK_AHEAD_ON);
    assert_taken(look_ahead, WORKOSDS_LOOK_AHEAD_OFF);
    assert_taken(allow_plain_http, 1);
}

static void test_strings(void **state)
{
    (void)state;
    assert_refused(app_name, "my app");
    assert_refused(app_name, "app\r\nX-Other: 1");
    assert_refused(app_name, "caf\xC3\xA9");
    assert_refused(app_name, "\x7F");
    assert_refused(ca_file, "/no/such/file.pem");
    assert_refused(ca_file, "/");
    assert_refused(proxy, "\xFF\xFE");
    assert_refused(no_proxy, "\xC3");
    assert_taken(app_name, "myapp/1.2");
    assert_taken(app_name, "");
    assert_taken(ca_file, "");
    assert_taken(proxy, "");
    assert_taken(no_proxy, "");
    assert_taken(base_url, "");
}

static void test_headers(void **state)
{
    raw_server *server = *state;
    workosds_client_options options = test_options(raw_server_url(server));
    workosds_client *client;
    workosds_error *error = NULL;
    const char *request;

    options.app_name = "myapp/1.2";
    client = new_client("sk_test_headers", &options);
    raw_server_answer(server, 200, "", one_page);
    assert_status(WORKOSDS_DONE, list_once(client, &error), error);
    request = raw_server_request(server, 0);
    assert_contains(request, "GET /directories?");
    assert_contains(request, "\r\nAuthorization: Bearer sk_test_headers\r\n");
    assert_contains(request, "\r\nUser-Agent: libworkosds/" WORKOSDS_VERSION " myapp/1.2\r\n");
    assert_contains(request, "\r\nAccept-Encoding: ");
    workosds_client_free(client);
}

static void test_prefix_of_the_base_url(void **state)
{
    raw_server *server = *state;
    char url[128];
    workosds_client_options options;
    workosds_client *client;
    workosds_error *error = NULL;

    snprintf(url, sizeof(url), "%s/api/v1/", raw_server_url(server));
    options = test_options(url);
    client = new_client("sk_test", &options);
    memset(url, 'x', sizeof(url)); /* arguments are copied */
    raw_server_answer(server, 200, "", one_page);
    assert_status(WORKOSDS_DONE, list_once(client, &error), error);
    assert_contains(raw_server_request(server, 0), "GET /api/v1/directories?");
    workosds_client_free(client);
}

static void test_largest_answer(void **state)
{
    raw_server *server = *state;
    workosds_client_options options = test_options(raw_server_url(server));
    workosds_client *client;
    workosds_error *error = NULL;

    options.max_response_bytes = (int64_t)strlen(one_page);
    client = new_client("sk_test", &options);
    raw_server_answer(server, 200, "", one_page);
    assert_status(WORKOSDS_DONE, list_once(client, &error), error);
    workosds_client_free(client);

    options.max_response_bytes--;
    client = new_client("sk_test", &options);
    raw_server_answer(server, 200, "", one_page);
    assert_status(WORKOSDS_ERROR_PROTOCOL, list_once(client, &error), error);
    assert_contains(workosds_error_message(error), "max_response_bytes");
    forget(&error);
    workosds_client_free(client);
}

/* Sends a request to `base_url`, through `proxy` if that is to be used, and returns the request that arrived.
 */
static const char *request_through(raw_server *server, const workosds_client_options *options)
{
    size_t before = raw_server_request_count(server);
    workosds_client *client = new_client("sk_test", options);
    workosds_error *error = NULL;

    raw_server_answer(server, 200, "", one_page);
    assert_status(WORKOSDS_DONE, list_once(client, &error), error);
    workosds_client_free(client);
    return raw_server_request(server, before);
}

/* A proxy receives plain http requests with the whole URL. */
static void test_proxy(void **state)
{
    raw_server *server = *state;
    workosds_client_options options = test_options("http://127.0.0.2:81");

    options.proxy = raw_server_url(server);
    options.no_proxy = "localhost";
    assert_contains(request_through(server, &options), "GET http://127.0.0.2:81/directories?");
    options.base_url = raw_server_url(server);
    options.proxy = "http://127.0.0.2:81";
    options.no_proxy = "localhost,127.0.0.1";
    assert_contains(request_through(server, &options), "GET /directories?");
}

/* Plain http to a loopback host must stay on the machine: a proxy from the environment would receive the key
 * unencrypted. */
static void test_proxy_of_the_environment(void **state)
{
    raw_server *server = *state;
    workosds_client_options options = test_options(raw_server_url(server));

    options.no_proxy = NULL;
    unsetenv("no_proxy");
    unsetenv("NO_PROXY");
    setenv("http_proxy", "http://127.0.0.2:81", 1);
    assert_contains(request_through(server, &options), "GET /directories?");
    unsetenv("http_proxy");
}

static void test_environment(void **state)
{
    raw_server *server = *state;
    workosds_client_options options = test_options(NULL);
    workosds_client *client;
    workosds_error *error = NULL;

    setenv("WORKOS_API_KEY", "sk_test_environment", 1);
    setenv("WORKOS_BASE_URL", raw_server_url(server), 1);
    client = new_client("", &options);
    unsetenv("WORKOS_API_KEY");
    unsetenv("WORKOS_BASE_URL");
    raw_server_answer(server, 200, "", one_page);
    assert_status(WORKOSDS_DONE, list_once(client, &error), error);
    assert_contains(raw_server_request(server, 0), "Bearer sk_test_environment\r\n");
    workosds_client_free(client);

    client = NULL;
    assert_status(WORKOSDS_ERROR_INVALID_ARGUMENT, workosds_client_new(NULL, &options, &client, &error),
                  error);
    assert_contains(workosds_error_message(error), "WORKOS_API_KEY");
    assert_null(client);
    forget(&error);
}

/* A client has no connection open before its first request, nor after close_idle. */
static void test_idle_connections(void **state)
{
    raw_server *server = *state;
    int descriptors = count_descriptors();
    workosds_client *client = raw_server_client(server);
    workosds_error *error = NULL;
    int kept;

    assert_int_equal(count_descriptors(), descriptors);
    workosds_client_close_idle(client);
    raw_server_answer(server, 200, "", one_page);
    raw_server_answer(server, 200, "", one_page);
    assert_status(WORKOSDS_DONE, list_once(client, &error), error);
    kept = count_descriptors();
    workosds_client_close_idle(client);
    assert_true(count_descriptors() < kept);
    assert_status(WORKOSDS_DONE, list_once(client, &error), error);
    workosds_client_free(client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_strings),
        with_raw_server(test_headers),
        with_raw_server(test_prefix_of_the_base_url),
        with_raw_server(test_largest_answer),
        with_raw_server(test_proxy),
        with_raw_server(test_proxy_of_the_environment),
        with_raw_server(test_environment),
        with_raw_server(test_idle_connections),
    };

    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
