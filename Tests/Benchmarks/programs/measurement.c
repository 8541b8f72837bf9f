#define _POSIX_C_SOURCE 200809L
#include "measurement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static double wall_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static double cpu_clock(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/* Not ru_maxrss: after exec it still has the peak of the process that forked. */
static long peak_kilobytes(void)
{
    char line[256];
    long peak = 0;
    FILE *status = fopen("/proc/self/status", "r");
    if (status == NULL)
        return 0;
    while (fgets(line, sizeof line, status) != NULL)
        if (sscanf(line, "VmHWM: %ld", &peak) == 1)
            break;
    fclose(status);
    return peak;
}

measurement measurement_begin(void)
{
    measurement run = {0, 0, 0, 0};
    run.wall_seconds = wall_clock();
    run.cpu_seconds = cpu_clock();
    return run;
}

void measurement_add(measurement *run, const char *text)
{
    if (text != NULL)
        run->bytes += (long long)strlen(text);
}

void measurement_print(measurement *run)
{
    run->cpu_seconds = cpu_clock() - run->cpu_seconds;
    run->wall_seconds = wall_clock() - run->wall_seconds;
    printf("{\"users\": %ld, \"bytes\": %lld, \"wall\": %.6f, \"cpu\": %.6f, \"peak_kilobytes\": %ld}\n",
           run->users, run->bytes, run->wall_seconds, run->cpu_seconds, peak_kilobytes());
}

const char *option(int count, char **arguments, const char *name, const char *otherwise)
{
    int index;
    for (index = 1; index + 1 < count; index += 2)
        if (strcmp(arguments[index], name) == 0)
            return arguments[index + 1];
    return otherwise;
}

long option_number(int count, char **arguments, const char *name, long otherwise)
{
    const char *value = option(count, arguments, name, NULL);
    return value == NULL ? otherwise : strtol(value, NULL, 10);
}
