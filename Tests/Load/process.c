#include "process.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

long resident_kilobytes(void)
{
    long size = 0;
    long resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");

    require(file != NULL && fscanf(file, "%ld %ld", &size, &resident) == 2,
            "/proc/self/statm cannot be read");
    fclose(file);
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

int open_descriptors(void)
{
    int count = -3; /* ".", ".." and the folder's own */
    DIR *folder = opendir("/proc/self/fd");

    require(folder != NULL, "/proc/self/fd cannot be read");
    while (readdir(folder) != NULL)
        count++;
    closedir(folder);
    return count;
}

double seconds_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void require(int condition, const char *format, ...)
{
    va_list arguments;

    if (condition)
        return;
    va_start(arguments, format);
    fflush(stdout);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

workosds_client *make_client(workosds_attempt_callback on_attempt, void *data)
{
    workosds_client_options options = WORKOSDS_CLIENT_OPTIONS_INIT;
    workosds_client *client;
    workosds_error *error = NULL;

    options.directory_user_requests_per_second = WORKOSDS_UNPACED;
    options.request_timeout_ms = on_attempt == NULL ? 0 : 300;
    options.max_retry_wait_ms = 50;
    options.on_attempt = on_attempt;
    options.on_attempt_data = data;
    require(workosds_client_new(NULL, &options, &client, &error) == WORKOSDS_OK, "%s",
            workosds_error_message(error));
    return client;
}

char *directory_named(workosds_client *client, const char *name)
{
    workosds_iterator *iterator;
    const workosds_directory *directory = NULL;
    workosds_error *error = NULL;
    char *id;

    require(workosds_list_directories(client, NULL, &iterator, NULL) == WORKOSDS_OK,
            "no list of directories");
    do
        require(workosds_iterator_next_directory(iterator, &directory, &error) == WORKOSDS_OK,
                "no directory named %s: %s", name, workosds_error_message(error));
    while (strcmp(workosds_directory_name(directory), name) != 0);
    id = strdup(workosds_directory_id(directory));
    workosds_iterator_free(iterator);
    return id;
}
