/* Included by all test programs: cmocka, jansson, the library's header, and assertions. */
#ifndef CHECK_H
#define CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>
#include <workosds.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The call returned `expected`, and `error`, which was NULL before, agrees: it is an error with that status
 * and a valid message if the call failed, else it is still NULL. */
#define assert_status(expected, call, error)                                                                 \
    check_status((expected), (call), &(error), #call, __FILE__, __LINE__)
#define assert_ok(call, error) assert_status(WORKOSDS_OK, call, error)
/* The same for a failure of which only the status matters. Frees the error. */
#define assert_fails(expected, call, error) (assert_status(expected, call, error), forget(&(error)))

/* Either may be NULL. */
#define assert_text(expected, actual) check_text((expected), (actual), #actual, __FILE__, __LINE__)
#define assert_contains(text, part) check_contains((text), (part), __FILE__, __LINE__)
#define assert_lacks(text, part) check_lacks((text), (part), __FILE__, __LINE__)

void check_status(workosds_status expected, workosds_status actual, workosds_error **error, const char *call,
                  const char *file, int line);
void check_text(const char *expected, const char *actual, const char *expression, const char *file, int line);
void check_contains(const char *text, const char *part, const char *file, int line);
void check_lacks(const char *text, const char *part, const char *file, int line);

/* Frees the error and sets the pointer to NULL. */
void forget(workosds_error **error);

/* Parses JSON text. `take_json` frees the string, which the library allocated for its caller. */
json_t *read_json(const char *text);
json_t *take_json(char *text);

/* The member's text; NULL if it is absent or of another type. */
const char *member_text(const json_t *object, const char *key);

/* All defaults, except: no proxy, no rate limit, retries after at most 1 ms. */
workosds_client_options test_options(const char *base_url);

/* Creates a client with `key`, which must succeed. */
workosds_client *new_client(const char *key, const workosds_client_options *options);

/* The number of open descriptors, and of threads. */
int count_descriptors(void);
int count_threads(void);

int64_t monotonic_ms(void);

#endif
