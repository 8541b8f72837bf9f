/* Stands for any library that has jansson's names for functions of its own: calling one in jansson's place
 * ends the process. */
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
