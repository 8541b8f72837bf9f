/* What one run did and what it cost, printed as a JSON line. */
#ifndef MEASUREMENT_H
#define MEASUREMENT_H

#include <stddef.h>

typedef struct measurement {
    long users;
    long long bytes; /* what the run read, so that two programs can be seen to have done the same */
    double wall_seconds;
    double cpu_seconds;
} measurement;

/* Starts the clocks. */
measurement measurement_begin(void);

/* Adds a text's length; NULL adds nothing. */
void measurement_add(measurement *run, const char *text);

/* Stops the clocks and prints. */
void measurement_print(measurement *run);

/* The value of option `name` among the arguments ("--limit 100"), else `otherwise`. */
const char *option(int count, char **arguments, const char *name, const char *otherwise);
long option_number(int count, char **arguments, const char *name, long otherwise);

#endif
