/*
 * Verifies webhooks with the library: signature, time, and decoding the event.
 *
 * webhook_library [--count 100000]
 */
#include "measurement.h"
#include "webhook.h"

#include <stdio.h>
#include <workosds.h>

int main(int count, char **arguments)
{
    long remaining = option_number(count, arguments, "--count", 100000);
    char *header = workosds_webhook_sign(webhook_body, WEBHOOK_LENGTH, WEBHOOK_SECRET, WEBHOOK_TIME);
    workosds_error *error = NULL;
    measurement run = measurement_begin();

    for (; remaining > 0; remaining--) {
        workosds_event *event;
        if (workosds_webhook_verify(webhook_body, WEBHOOK_LENGTH, header, WEBHOOK_SECRET, 0, WEBHOOK_TIME,
                                    &event, &error) != WORKOSDS_OK) {
            fprintf(stderr, "webhook_library: %s\n", workosds_error_message(error));
            return 1;
        }
        run.bytes += (long long)WEBHOOK_LENGTH;
        run.users++;
        workosds_event_free(event);
    }
    measurement_print(&run);
    workosds_string_free(header);
    return 0;
}
