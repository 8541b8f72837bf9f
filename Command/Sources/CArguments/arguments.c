#include "CArguments.h"

static int count;
static char **arguments;

/* glibc's loader calls constructors with the arguments of main. */
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

/* Swift's libc module refers to these, which have new symbol versions in glibc 2.35. With these definitions
 * the command runs on older versions too. */
__attribute__((visibility("hidden"))) float hypotf(float x, float y)
{
    return (float)__builtin_sqrt((double)x * x + (double)y * y);
}
