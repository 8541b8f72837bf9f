/* Webhooks: what verifies, and what must not. The digests were computed by another implementation of HMAC. */
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

#define assert_verifies(header) assert_ok(verify(body, header, SECRET, -1, OLD_TIME), error)
#define assert_refused(header)                                                                               \
    assert_fails(WORKOSDS_ERROR_SIGNATURE, verify(body, header, SECRET, -1, OLD_TIME), error)

static void test_known_digests(void **state)
{
    static const struct {
        const char *secret;
        const char *payload;
        int64_t time;
        const char *header;
    } known[] = {
        {"secret", "{}", INT64_C(1700000000000),
         "t=1700000000000, v1=8399216d111287e3bb28e25c0f4f31dffdf831c68c9ee2b96c2f67c9b81d341b"},
        {"whsec_\xC3\xBCn\xC3\xAF"
         "code",
         "{\"name\":\"Zo\xC3\xAB M\xC3\xBCller \xE6\x97\xA5\xE6\x9C\xAC\",\"emoji\":\"\xF0\x9F\x99\x82\"}",
         INT64_C(1735689600001),
         "t=1735689600001, v1=dbb4effe8a26ea4d098c5420146cb836060d9bcddc42a037a0da7212c0a21c1a"},
    };
    size_t index;

    (void)state;
    for (index = 0; index < COUNT(known); index++) {
        char *header = workosds_webhook_sign(known[index].payload, strlen(known[index].payload),
                                             known[index].secret, known[index].time);
        assert_text(known[index].header, header);
        workosds_string_free(header);
        assert_ok(
            verify(known[index].payload, known[index].header, known[index].secret, 0, known[index].time),
            error);
    }
}

static void test_header_forms(void **state)
{
    char header[512];

    (void)state;
#define HEADER(format) (snprintf(header, sizeof header, format, digest), header)
    assert_verifies(HEADER("t=1735689600002, v1=%s"));
    assert_verifies(HEADER("t=1735689600002,v1=%s"));
    assert_verifies(HEADER("v1=%s,t=1735689600002"));
    assert_verifies(HEADER("  v0=abc , v1=%s ,\tt=1735689600002 , x"));
    assert_verifies(HEADER(
        "t=1735689600002, v1=0000000000000000000000000000000000000000000000000000000000000000, v1=%s"));
    assert_verifies(HEADER("t=1735689600002, v1=short, v1=%s"));
    assert_verifies("t=1735689600002, v1=B8A322DB9FE82DE5B280D30CCC8B842367529A93B699D8909057FAF9CDE74DF1");
    assert_refused(HEADER("v1=%s"));
    assert_refused(HEADER("t=, v1=%s"));
    assert_refused(HEADER("t=abc, v1=%s"));
    assert_refused(HEADER("t=-1735689600002, v1=%s"));
    assert_refused(HEADER("t=01735689600002, v1=%s"));
    assert_refused(HEADER("t=99999999999999999999999, v1=%s"));
    assert_refused(HEADER("t=1735689600002, t=1735689600003, v1=%s"));
    assert_refused(HEADER("t=1735689600002, t=1735689600002, v1=%s"));
    assert_refused(HEADER("t=1735689600002, v0=%s"));
    assert_refused(HEADER("t=1735689600002, v1=%s0"));
    assert_refused("t=1735689600002");
    assert_refused("");
    assert_refused(NULL);
}

static void test_tolerance(void **state)
{
    char header[128];

    (void)state;
    snprintf(header, sizeof header, "t=1735689600002, v1=%s", digest);
    assert_ok(verify(body, header, SECRET, WORKOSDS_DEFAULT_TOLERANCE, OLD_TIME + 180000), error);
    assert_ok(verify(body, header, SECRET, WORKOSDS_DEFAULT_TOLERANCE, OLD_TIME - 180000), error);
    assert_fails(WORKOSDS_ERROR_SIGNATURE, verify(body, header, SECRET, -1, OLD_TIME + 180001), error);
    assert_fails(WORKOSDS_ERROR_SIGNATURE, verify(body, header, SECRET, -1, OLD_TIME - 180001), error);
    assert_ok(verify(body, header, SECRET, 0, OLD_TIME), error);
    assert_fails(WORKOSDS_ERROR_SIGNATURE, verify(body, header, SECRET, 0, OLD_TIME + 1), error);
    assert_fails(WORKOSDS_ERROR_SIGNATURE, verify(body, header, SECRET, -1, WORKOSDS_NOW), error);
    assert_ok(verify(body, header, SECRET, INT64_MAX, WORKOSDS_NOW), error);
    assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT, verify(body, header, SECRET, -2, OLD_TIME), error);
    assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT, verify(body, header, SECRET, -1, -2), error);
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

    /* The empty body of a right signature is no event. */
    header = workosds_webhook_sign(NULL, 0, SECRET, WORKOSDS_NOW);
    assert_fails(WORKOSDS_ERROR_PROTOCOL,
                 workosds_webhook_verify(NULL, 0, header, SECRET, -1, WORKOSDS_NOW, &event, &error), error);
    workosds_string_free(header);
}

/* Every byte counts: each one flipped, and each one left out. */
static void test_changed_bodies(void **state)
{
    static const char valid[] =
        "{\"id\":\"event_1\",\"event\":\"dsync.user.created\",\"data\":{\"id\":\"u\"}}";
    char *header = workosds_webhook_sign(valid, strlen(valid), SECRET, 9);
    char changed[sizeof valid];
    size_t index;

    (void)state;
    for (index = 0; index < strlen(valid); index++) {
        memcpy(changed, valid, sizeof valid);
        changed[index] ^= 1;
        assert_fails(WORKOSDS_ERROR_SIGNATURE, verify(changed, header, SECRET, 0, 9), error);
        memcpy(changed, valid, sizeof valid);
        memmove(changed + index, changed + index + 1, strlen(valid) - index);
        assert_fails(WORKOSDS_ERROR_SIGNATURE, verify(changed, header, SECRET, 0, 9), error);
    }
    assert_fails(WORKOSDS_ERROR_SIGNATURE, verify(valid, header, "another", 0, 9), error);
    assert_ok(verify(valid, header, SECRET, 0, 9), error);
    workosds_string_free(header);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_digests),  cmocka_unit_test(test_header_forms),
        cmocka_unit_test(test_tolerance),      cmocka_unit_test(test_arguments),
        cmocka_unit_test(test_changed_bodies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
