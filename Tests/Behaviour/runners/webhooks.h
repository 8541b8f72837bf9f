#ifndef WEBHOOKS_H
#define WEBHOOKS_H

#include <jansson.h>
#include <workosds.h>

/* webhook_verify or webhook_sign. */
workosds_status webhook(const json_t *command, json_t *result, workosds_error **error);

#endif
