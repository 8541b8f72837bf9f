#include "webhooks.h"
#include "records.h"

#include <stdlib.h>
#include <string.h>

/* Decodes hexadecimal digits. The caller frees the bytes. */
static unsigned char *bytes(const char *digits, size_t *length)
{
    unsigned char *result = malloc(strlen(digits) / 2 + 1);
    for (*length = 0; digits[2 * *length] != 0; ++*length) {
        char pair[3] = {digits[2 * *length], digits[2 * *length + 1], 0};
        result[*length] = (unsigned char)strtol(pair, NULL, 16);
    }
    return result;
}

static workosds_status verify(const json_t *arguments, const void *body, size_t length, json_t *records,
                              workosds_error **error)
{
    workosds_event *event = NULL;
    workosds_status status =
        workosds_webhook_verify(body, length, text(arguments, "header"), text(arguments, "secret"),
                                number(arguments, "tolerance_ms", WORKOSDS_DEFAULT_TOLERANCE),
                                number(arguments, "now_ms", WORKOSDS_NOW), &event, error);
    if (status == WORKOSDS_OK)
        json_array_append_new(records, event_json(event));
    workosds_event_free(event);
    return status;
}

workosds_status webhook(const json_t *command, json_t *result, workosds_error **error)
{
    const json_t *arguments = json_object_get(command, "arguments");
    json_t *records = json_object_get(result, "records");
    workosds_status status = WORKOSDS_OK;
    size_t length;
    unsigned char *body = bytes(text(arguments, "body"), &length);

    if (strcmp(text(command, "call"), "webhook_verify") == 0) {
        status = verify(arguments, body, length, records, error);
    } else {
        char *header = workosds_webhook_sign(body, length, text(arguments, "secret"),
                                             number(arguments, "now_ms", WORKOSDS_NOW));
        json_array_append_new(records, text_json(header));
        workosds_string_free(header);
    }
    free(body);
    return status;
}
