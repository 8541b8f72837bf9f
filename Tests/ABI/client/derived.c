/* Clients that share the connections of another one and differ in what is given. */
#include "raw_server.h"

static const char one_page[] = "{\"data\":[],\"list_metadata\":{\"before\":null,\"after\":null}}";

static workosds_status derive(workosds_client *client, const char *api_key, workosds_client_options *options,
                              workosds_client **derived, workosds_error **error)
{
    workosds_status status = workosds_client_derive(client, api_key, options, derived, error);

    assert_int_equal(*derived != NULL, status == WORKOSDS_OK);
    return status;
}

/* The request that a listing of this client makes. */
static const char *listed(raw_server *server, workosds_client *client)
{
    size_t before = raw_server_request_count(server);
    workosds_iterator *iterator = NULL;
    const workosds_directory *directory = NULL;
    workosds_error *error = NULL;

    raw_server_answer(server, 200, "", one_page);
    assert_ok(workosds_list_directories(client, NULL, &iterator, &error), error);
    assert_status(WORKOSDS_DONE, workosds_iterator_next_directory(iterator, &directory, &error), error);
    workosds_iterator_free(iterator);
    return raw_server_request(server, before);
}

static void test_what_differs(void **state)
{
    static const char *const traced[] = {
        "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "X-Empty:", NULL};
    static const char *const none[] = {NULL};
    raw_server *server = *state;
    workosds_client_options options = test_options(raw_server_url(server));
    workosds_client_options differing = WORKOSDS_CLIENT_OPTIONS_INIT;
    workosds_client *client, *tenant = NULL, *plain = NULL;
    workosds_error *error = NULL;
    const char *request;

    options.app_name = "service/1";
    client = new_client("sk_test_first", &options);
    differing.headers = traced;
    differing.app_name = "job/2";
    assert_ok(derive(client, "sk_test_second", &differing, &tenant, &error), error);
    request = listed(server, tenant);
    assert_contains(request, "\r\nAuthorization: Bearer sk_test_second\r\n");
    assert_contains(request, "\r\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n");
    assert_contains(request, "\r\nX-Empty:\r\n");
    assert_contains(request, " job/2\r\n");
    request = listed(server, client);
    assert_contains(request, "\r\nAuthorization: Bearer sk_test_first\r\n");
    assert_contains(request, " service/1\r\n");
    assert_lacks(request, "traceparent");

    /* What is not given is as in the client that it is derived from. */
    memset(&differing, 0, sizeof differing);
    differing.struct_size = sizeof differing;
    differing.headers = none;
    assert_ok(derive(tenant, NULL, &differing, &plain, &error), error);
    workosds_client_free(client);
    workosds_client_free(tenant);
    request = listed(server, plain);
    assert_contains(request, "\r\nAuthorization: Bearer sk_test_second\r\n");
    assert_contains(request, " job/2\r\n");
    assert_lacks(request, "traceparent");
    workosds_client_free(plain);
}

static void test_one_time_limit(void **state)
{
    raw_server *server = *state;
    workosds_client_options options = test_options(raw_server_url(server));
    workosds_client_options quick = WORKOSDS_CLIENT_OPTIONS_INIT;
    workosds_client *client, *derived = NULL;
    workosds_directory *directory = NULL;
    workosds_error *error = NULL;

    client = new_client("sk_test", &options);
    quick.call_timeout_ms = 50;
    quick.max_retries = WORKOSDS_NO_RETRIES;
    assert_ok(derive(client, NULL, &quick, &derived, &error), error);
    raw_server_pause(server);
    assert_status(WORKOSDS_ERROR_TIMEOUT, workosds_get_directory(derived, "directory_1", &directory, &error),
                  error);
    assert_contains(workosds_error_message(error), "call_timeout_ms");
    forget(&error);
    raw_server_resume(server);
    workosds_client_free(derived);
    workosds_client_free(client);
}

static void test_cancelling_one(void **state)
{
    raw_server *server = *state;
    workosds_client_options options = test_options(raw_server_url(server));
    workosds_client *client = new_client("sk_test", &options);
    workosds_client *derived = NULL;
    workosds_iterator *own = NULL, *other = NULL;
    const workosds_directory *directory;
    workosds_error *error = NULL;

    assert_ok(derive(client, NULL, NULL, &derived, &error), error);
    assert_ok(workosds_list_directories(client, NULL, &own, &error), error);
    assert_ok(workosds_list_directories(derived, NULL, &other, &error), error);
    assert_ok(workosds_iterator_set_blocking(own, 0, &error), error);
    assert_ok(workosds_iterator_set_blocking(other, 0, &error), error);
    raw_server_pause(server);
    assert_status(WORKOSDS_PENDING, workosds_iterator_next_directory(own, &directory, &error), error);
    assert_status(WORKOSDS_PENDING, workosds_iterator_next_directory(other, &directory, &error), error);
    workosds_client_cancel(client);
    assert_status(WORKOSDS_ERROR_CANCELLED, workosds_iterator_next_directory(own, &directory, &error), error);
    forget(&error);
    assert_status(WORKOSDS_PENDING, workosds_iterator_next_directory(other, &directory, &error), error);
    raw_server_resume(server);
    workosds_iterator_free(own);
    workosds_iterator_free(other);
    workosds_client_free(client);
    workosds_client_free(derived);
}

#define assert_shared(member, value)                                                                         \
    do {                                                                                                     \
        workosds_client_options shared = WORKOSDS_CLIENT_OPTIONS_INIT;                                       \
        shared.member = (value);                                                                             \
        assert_status(WORKOSDS_ERROR_INVALID_ARGUMENT, derive(client, NULL, &shared, &derived, &error),      \
                      error);                                                                                \
        assert_contains(workosds_error_message(error), #member);                                             \
        forget(&error);                                                                                      \
    } while (0)

static void test_what_is_shared(void **state)
{
    raw_server *server = *state;
    workosds_client_options options = test_options(raw_server_url(server));
    workosds_client *client = new_client("sk_test", &options);
    workosds_client *derived = NULL;
    workosds_error *error = NULL;

    assert_shared(base_url, "https://api.workos.com");
    assert_shared(ca_file, "/etc/hosts");
    assert_shared(proxy, "http://127.0.0.1:1");
    assert_shared(no_proxy, "*");
    assert_shared(client_certificate, "/etc/hosts");
    assert_shared(client_key, "/etc/hosts");
    assert_shared(client_key_passphrase, "secret");
    assert_shared(proxy_ca_file, "/etc/hosts");
    assert_shared(allow_plain_http, 1);
    assert_shared(directory_user_requests_per_second, 2);
    assert_status(WORKOSDS_ERROR_INVALID_ARGUMENT, workosds_client_derive(NULL, NULL, NULL, &derived, &error),
                  error);
    forget(&error);
    assert_status(WORKOSDS_ERROR_INVALID_ARGUMENT, workosds_client_derive(client, NULL, NULL, NULL, &error),
                  error);
    forget(&error);
    workosds_client_free(client);
}

static void test_unusable_headers(void **state)
{
    static const char *const unusable[] = {
        "no colon",
        ":value",
        "",
        "na me: value",
        "name\r\nX: value",
        "X-A: one\r\nX-B: two",
        "X-A: \x01",
        "X-A: \x7F",
        "Authorization: Bearer other",
        "USER-AGENT: me",
        "accept: text/html",
        "Host: elsewhere",
        "Connection: close",
        "Content-Length: 5",
        "Transfer-Encoding: chunked",
        "Expect: 100-continue",
    };
    size_t index;

    (void)state;
    for (index = 0; index < sizeof unusable / sizeof *unusable; index++) {
        const char *lines[] = {"X-Right: 1", unusable[index], NULL};
        workosds_client_options options = WORKOSDS_CLIENT_OPTIONS_INIT;
        workosds_client *client = NULL;
        workosds_error *error = NULL;

        options.headers = lines;
        assert_status(WORKOSDS_ERROR_INVALID_ARGUMENT,
                      workosds_client_new("sk_test", &options, &client, &error), error);
        assert_contains(workosds_error_message(error), "headers");
        forget(&error);
    }
}

static struct {
    char trace[16];
    int has_secret;
    int64_t paced_ms;
} noted;

static void note(const workosds_attempt *attempt, void *data)
{
    const char *trace = workosds_attempt_header(attempt, "x-trace");

    (void)data;
    snprintf(noted.trace, sizeof noted.trace, "%s", trace != NULL ? trace : "");
    noted.has_secret = workosds_attempt_header(attempt, "X-Api-Token") != NULL;
    noted.paced_ms = workosds_attempt_paced_ms(attempt);
}

/* A secret among the headers is in no error, even if the server sends it back. */
static void test_secrets(void **state)
{
    static const char *const lines[] = {"X-Trace: t-1", "X-Api-Token: tok_0123456789", NULL};
    raw_server *server = *state;
    workosds_client_options options = test_options(raw_server_url(server));
    workosds_client *client;
    workosds_directory *directory = NULL;
    workosds_error *error = NULL;
    char *json;

    options.headers = lines;
    options.on_attempt = note;
    client = new_client("sk_test_secrets", &options);
    raw_server_answer(server, 404, "",
                      "{\"message\":\"not for tok_0123456789\",\"code\":\"tok_0123456789\"}");
    assert_status(WORKOSDS_ERROR_NOT_FOUND, workosds_get_directory(client, "directory_1", &directory, &error),
                  error);
    assert_lacks(workosds_error_message(error), "tok_0123456789");
    assert_contains(workosds_error_message(error), "[secret]");
    json = workosds_error_json(error);
    assert_lacks(json, "tok_0123456789");
    workosds_string_free(json);
    forget(&error);
    assert_string_equal(noted.trace, "t-1");
    assert_false(noted.has_secret);
    assert_int_equal(noted.paced_ms, 0);
    workosds_client_free(client);
}

static void test_attempts_of_none(void **state)
{
    (void)state;
    assert_null(workosds_attempt_header(NULL, "X-Trace"));
    assert_int_equal(workosds_attempt_paced_ms(NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_raw_server(test_what_differs),      with_raw_server(test_one_time_limit),
        with_raw_server(test_cancelling_one),    with_raw_server(test_what_is_shared),
        cmocka_unit_test(test_unusable_headers), with_raw_server(test_secrets),
        cmocka_unit_test(test_attempts_of_none),
    };

    return cmocka_run_group_tests_name("derived", tests, NULL, NULL);
}
