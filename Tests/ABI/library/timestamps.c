/* workosds_timestamp_ms with the forms that the API has used, and with invalid text. */
#include "check.h"

/* 2026-01-15T12:00:00Z */
#define NOON INT64_C(1768478400000)

static const struct {
    const char *text;
    int64_t milliseconds;
} times[] = {
    {"2026-01-15T12:00:00.000Z", NOON},
    {"2026-01-15T12:00:00Z", NOON},
    {"2026-01-15T12:00:00", NOON},
    {"2026-01-15 12:00:00", NOON},
    {"2026-01-15T12:00:00+0000", NOON},
    {"2026-01-15T12:00:00+00:00", NOON},
    {"2026-01-15T12:00:00-0000", NOON},
    {"2026-01-15T13:30:00+01:30", NOON},
    {"2026-01-15T13:30:00+0130", NOON},
    {"2026-01-15T04:00:00.000-08:00", NOON},
    {"2026-01-16T01:00:00+13:00", NOON},
    {"2026-01-15T12:00:00.1Z", NOON + 100},
    {"2026-01-15T12:00:00.12Z", NOON + 120},
    {"2026-01-15T12:00:00.123Z", NOON + 123},
    {"2026-01-15 12:00:00.648164", NOON + 648},
    {"2026-01-15T12:00:00.999999999Z", NOON + 999},
    {"1970-01-01T00:00:00Z", 0},
    {"1970-01-01T00:00:00.001Z", 1},
    {"1969-12-31T23:59:59.999Z", -1},
    {"2000-02-29T00:00:00Z", INT64_C(951782400000)},
    {"2024-02-29T23:59:59Z", INT64_C(1709251199000)},
    {"2021-07-31T05:10:19+0000", INT64_C(1627708219000)},
    {"2020-05-06 04:21:48.649164", INT64_C(1588738908649)},
    {"9999-12-31T23:59:59.999Z", INT64_C(253402300799999)},
};

static const char *const no_times[] = {
    "",
    "now",
    "2026",
    "2026-01-15",
    "2026-01-15T",
    "2026-01-15T12",
    "2026-01-15T12:00",
    "2026-01-15T12:00:0",
    "2026-1-15T12:00:00Z",
    "26-01-15T12:00:00Z",
    "2026-00-15T12:00:00Z",
    "2026-13-15T12:00:00Z",
    "2026-01-00T12:00:00Z",
    "2026-01-32T12:00:00Z",
    "2026-02-29T12:00:00Z",
    "1900-02-29T12:00:00Z",
    "2026-04-31T12:00:00Z",
    "2026-01-15T24:00:00Z",
    "2026-01-15T12:60:00Z",
    "2026-01-15T12:00:61Z",
    "2026-01-15T12:00:00.Z",
    "2026-01-15T12:00:00.1234567890Z",
    "2026-01-15T12:00:00.12aZ",
    "2026-01-15T12:00:00+",
    "2026-01-15T12:00:00+1",
    "2026-01-15T12:00:00+00:0",
    "2026-01-15T12:00:00+24:00",
    "2026-01-15T12:00:00+00:60",
    "2026-01-15T12:00:00ZZ",
    "2026-01-15T12:00:00Z ",
    " 2026-01-15T12:00:00Z",
    "2026/01/15T12:00:00Z",
    "+026-01-15T12:00:00Z",
    "-026-01-15T12:00:00Z",
    "1768478400000",
    "\xEF\xBC\x92\x30\x32\x36-01-15T12:00:00Z",
};

static void test_times(void **state)
{
    size_t index;

    (void)state;
    for (index = 0; index < COUNT(times); index++) {
        int64_t milliseconds = -42;

        if (workosds_timestamp_ms(times[index].text, &milliseconds) != 1)
            fail_msg("not taken: %s", times[index].text);
        if (milliseconds != times[index].milliseconds)
            fail_msg("%s gave %lld", times[index].text, (long long)milliseconds);
    }
}

static void test_what_is_no_time(void **state)
{
    size_t index;

    (void)state;
    for (index = 0; index < COUNT(no_times); index++) {
        int64_t milliseconds = -42;

        if (workosds_timestamp_ms(no_times[index], &milliseconds) != 0)
            fail_msg("taken: %s", no_times[index]);
        assert_int_equal(milliseconds, 0);
    }
}

static void test_null(void **state)
{
    int64_t milliseconds = -42;

    (void)state;
    assert_int_equal(workosds_timestamp_ms(NULL, &milliseconds), 0);
    assert_int_equal(milliseconds, 0);
    assert_int_equal(workosds_timestamp_ms("2026-01-15T12:00:00Z", NULL), 1);
    assert_int_equal(workosds_timestamp_ms("never", NULL), 0);
    assert_int_equal(workosds_timestamp_ms(NULL, NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_what_is_no_time),
        cmocka_unit_test(test_null),
    };

    return cmocka_run_group_tests_name("timestamps", tests, NULL, NULL);
}
