/* The process's arguments, unchanged. Swift's CommandLine reads them from /proc, which may not be mounted,
 * and replaces invalid UTF-8. */

#ifndef CARGUMENTS_H
#define CARGUMENTS_H

/* The number of arguments, including the program's name. */
int arguments_count(void);

const char *arguments_at(int index);

#endif
