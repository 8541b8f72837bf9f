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

/* Swift's module of libc refers to these, and glibc 2.35 has versions of them that no older one has. */
__attribute__((visibility("hidden"))) float hypotf(float x, float y)
{
    return (float)__builtin_sqrt((double)x * x + (double)y * y);
}
