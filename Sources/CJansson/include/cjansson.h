/* jansson for Swift: reference counting is inline in jansson's header. */
#ifndef CJANSSON_H
#define CJANSSON_H

#include <jansson.h>

static inline void cjansson_release(json_t *value)
{
    json_decref(value);
}
static inline json_t *cjansson_retain(json_t *value)
{
    return json_incref(value);
}
static inline json_type cjansson_type(const json_t *value)
{
    return json_typeof(value);
}

/* 1 if the functions that this library calls are jansson's. json-c exports json_object_get too, and in a
 * process that loads both, the wrong one may be called. */
int cjansson_is_itself(void);

#endif
