/* Records and errors in the common form of all languages. */
#ifndef RECORDS_H
#define RECORDS_H

#include <jansson.h>
#include <workosds.h>

json_t *directory_json(const workosds_directory *directory);
json_t *group_json(const workosds_group *group);
json_t *user_json(const workosds_user *user);
json_t *event_json(const workosds_event *event);
json_t *error_json(workosds_status status, const workosds_error *error);

/* A text, or null. */
json_t *text_json(const char *text);

/* A member of a command. */
const char *text(const json_t *object, const char *name);
int64_t number(const json_t *object, const char *name, int64_t otherwise);

#endif
