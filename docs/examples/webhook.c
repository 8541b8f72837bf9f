/* Verifies a webhook, and tests that without a server. */
#include <stdio.h>
#include <string.h>
#include <workosds.h>

/* [verify] */
/* Returns the HTTP status to respond with: 2xx if accepted, 4xx if it is not from WorkOS. */
static int receive(const char *body, size_t length, const char *signature, const char *secret)
{
    workosds_event *event = NULL;
    workosds_error *error = NULL;

    if (workosds_webhook_verify(body, length, signature, secret, WORKOSDS_DEFAULT_TOLERANCE, WORKOSDS_NOW,
                                &event, &error) != WORKOSDS_OK) {
        fprintf(stderr, "%s\n", workosds_error_message(error));
        workosds_error_free(error);
        return 400;
    }
    printf("%s %s\n", workosds_event_id(event), workosds_event_type(event));
    workosds_event_free(event);
    return 200;
}
/* [verify] */

int main(void)
{
    static const char body[] = "{\"id\":\"event_01\",\"event\":\"dsync.group.created\",\"created_at\":"
                               "\"2026-01-15T12:00:00.000Z\",\"data\":{\"id\":\"directory_group_123\"}}";
    size_t length = strlen(body);
    int accepted, refused;

    /* [sign] */
    char *signature = workosds_webhook_sign(body, length, "whsec_example", WORKOSDS_NOW);
    accepted = receive(body, length, signature, "whsec_example");
    refused = receive(body, length, signature, "another secret");
    workosds_string_free(signature);
    /* [sign] */
    return accepted != 200 || refused != 400;
}
