#include "CArguments.h"

static int count;
static char **arguments;

/* The loader of glibc calls constructors with what it calls main with. */
__attribute__((constructor)) static void keep(int argc, char **argv)
{
    count = argc;
    arguments = argv;
}

int arguments_count(void)
{
    return count;
}

const char *arguments_at(int index)
{
    return arguments[index];
}
