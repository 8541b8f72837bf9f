/* Webhooks: NULL, text that is not UTF-8, and extreme times. For verification see Tests/Behaviour. */
#include "check.h"

#define SECRET "whsec_test_0123456789abcdef"
#define OLD_TIME INT64_C(1735689600002)

static workosds_error *error;

static const char *const body = "{\"id\":\"event_1\"}\n";
static const char *const digest = "b8a322db9fe82de5b280d30ccc8b842367529a93b699d8909057faf9cde74df1";

static workosds_status verify(const char *payload, const char *header, const char *secret, int64_t tolerance,
                              int64_t now)
{
    workosds_event *event = NULL;
    workosds_status status =
        workosds_webhook_verify(payload, strlen(payload), header, secret, tolerance, now, &event, &error);
    assert_int_equal(event != NULL, status == WORKOSDS_OK);
    workosds_event_free(event);
    return status;
}

#define assert_refused(header)                                                                               \
    assert_fails(WORKOSDS_ERROR_SIGNATURE, verify(body, header, SECRET, -1, OLD_TIME), error)

static void test_times(void **state)
{
    char header[128];

    (void)state;
    snprintf(header, sizeof header, "t=1735689600002, v1=%s", digest);
    assert_ok(verify(body, header, SECRET, WORKOSDS_DEFAULT_TOLERANCE, OLD_TIME + 180000), error);
    assert_fails(WORKOSDS_ERROR_SIGNATURE, verify(body, header, SECRET, -1, WORKOSDS_NOW), error);
    assert_ok(verify(body, header, SECRET, INT64_MAX, WORKOSDS_NOW), error);
    assert_ok(verify(body, header, SECRET, INT64_MAX, 0), error);
    assert_ok(verify(body, header, SECRET, INT64_MAX, INT64_MAX), error);
    assert_fails(WORKOSDS_ERROR_SIGNATURE, verify(body, header, SECRET, -1, INT64_MAX), error);
    assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT, verify(body, header, SECRET, -2, OLD_TIME), error);
    assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT, verify(body, header, SECRET, INT64_MIN, OLD_TIME), error);
    assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT, verify(body, header, SECRET, -1, -2), error);
    assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT, verify(body, header, SECRET, -1, INT64_MIN), error);
}

static void test_arguments(void **state)
{
    workosds_event *event = NULL;
    char *header;

    (void)state;
    assert_refused("t=1735689600002, v1=00");
    assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT, verify(body, "t=1", "", -1, OLD_TIME), error);
    assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT, verify(body, "t=1", NULL, -1, OLD_TIME), error);
    assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT, verify(body, "t=1", "whsec_\xFF", -1, OLD_TIME), error);
    assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT,
                 workosds_webhook_verify(NULL, 1, "t=1", SECRET, -1, OLD_TIME, &event, &error), error);
    assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT,
                 workosds_webhook_verify(body, strlen(body), "t=1", SECRET, -1, OLD_TIME, NULL, &error),
                 error);
    assert_null(workosds_webhook_sign(body, strlen(body), "", 1));
    assert_null(workosds_webhook_sign(body, strlen(body), NULL, 1));
    assert_null(workosds_webhook_sign(NULL, 1, SECRET, 1));

    /* An empty body with a valid signature is not an event. */
    header = workosds_webhook_sign(NULL, 0, SECRET, WORKOSDS_NOW);
    assert_fails(WORKOSDS_ERROR_PROTOCOL,
                 workosds_webhook_verify(NULL, 0, header, SECRET, -1, WORKOSDS_NOW, &event, &error), error);
    workosds_string_free(header);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
