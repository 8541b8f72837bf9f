/* The program's output, kept without allocating until the end of the run. */
#ifndef TRANSCRIPT_H
#define TRANSCRIPT_H

#include <workosds.h>

/* Lines for the runner: a word, then what the format says. */
void tell(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* All fields of the user on one line that begins with that word; "~" is NULL. */
void tell_user(const char *word, const workosds_user *user);

/* The strings that the library allocates for the caller: one line each, "~" for NULL. */
void tell_texts(const workosds_user *user);

void tell_error(workosds_status status, workosds_error *error);

/* How it went when nothing failed any more. Frees the error. */
void tell_again(workosds_status status, int count, workosds_error *error);

/* How many are open. */
int count_descriptors(void);

/* Writes it all to standard output. */
void tell_all(void);

#endif
