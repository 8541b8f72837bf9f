/* A library whose functions have the names of jansson's. Calling one instead of jansson's ends the process.
 */
#include <stdlib.h>

void *json_object_get(void)
{
    abort();
}

void *json_loadb(void)
{
    abort();
}

char *json_dumps(void)
{
    abort();
}
