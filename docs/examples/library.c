/* The versions of the loaded library and of those it uses, and a time of the API as a number. */
#include <stdio.h>
#include <workosds.h>

int main(void)
{
    int64_t milliseconds;
    char *info;

    /* [versions] */
    printf("built against %s, runs with %s\n", WORKOSDS_VERSION, workosds_version());
    info = workosds_build_info();
    printf("%s\n", info);
    workosds_string_free(info);
    /* [versions] */

    /* [time] */
    if (workosds_timestamp_ms("2026-01-15T12:00:00.000Z", &milliseconds))
        printf("%lld\n", (long long)milliseconds); /* 1768478400000 */
    /* [time] */
    return 0;
}
