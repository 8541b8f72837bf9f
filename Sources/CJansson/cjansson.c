#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "cjansson.h"

#include <dlfcn.h>

static const void *object_of(const void *function)
{
    Dl_info info;
    return dladdr(function, &info) == 0 ? NULL : info.dli_fbase;
}

__attribute__((visibility("hidden"))) int cjansson_is_itself(void)
{
    const void *jansson = object_of((const void *)jansson_version_str);
    const void *functions[] = {(const void *)json_object_get, (const void *)json_loadb,
                               (const void *)json_dumps, (const void *)json_object_iter,
                               (const void *)json_delete};
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
        if (object_of(functions[i]) != jansson)
            return 0;
    return jansson != NULL;
}
