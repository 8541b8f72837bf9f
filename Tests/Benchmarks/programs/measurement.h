/* The work and cost of one run, printed as a JSON line. */
#ifndef MEASUREMENT_H
#define MEASUREMENT_H

#include <stddef.h>

typedef struct measurement {
    long users;
    long long bytes; /* the bytes read, to check that two programs did the same */
    double wall_seconds;
    double cpu_seconds;
} measurement;

/* Starts the clocks. */
measurement measurement_begin(void);

/* Adds a text's length, 0 for NULL. */
void measurement_add(measurement *run, const char *text);

/* Stops the clocks and prints. */
void measurement_print(measurement *run);

/* The value of the option `name` in the arguments ("--limit 100"), or `otherwise`. */
const char *option(int count, char **arguments, const char *name, const char *otherwise);
long option_number(int count, char **arguments, const char *name, long otherwise);

#endif
