/* Accessors by the API's names of the members, so that records can be compared with the JSON that the server
 * sent. */
#ifndef FIELDS_H
#define FIELDS_H

#include "check.h"

typedef struct directory_field {
    const char *name;
    const char *(*read)(const workosds_directory *);
} directory_field;

typedef struct group_field {
    const char *name;
    const char *(*read)(const workosds_group *);
} group_field;

typedef struct user_field {
    const char *name;
    const char *(*read)(const workosds_user *);
} user_field;

enum { DIRECTORY_FIELDS = 9, GROUP_FIELDS = 7, USER_FIELDS = 14 };

extern const directory_field directory_fields[DIRECTORY_FIELDS];
extern const group_field group_fields[GROUP_FIELDS];
extern const user_field user_fields[USER_FIELDS];

/* Every accessor returns the value in `sent`, which is the record as the server sent it. */
void assert_directory(const json_t *sent, const workosds_directory *directory);
void assert_group(const json_t *sent, const workosds_group *group);
void assert_user(const json_t *sent, const workosds_user *user);

/* "active" for "linked", "inactive" for "unlinked". */
const char *documented_state(const char *wire);

/* The string is equal to `sent`, or NULL if that is NULL. Frees the string. */
void assert_json(const json_t *sent, char *text);

#endif
