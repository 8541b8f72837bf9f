/* The process's own arguments, byte for byte. Swift's CommandLine reads them from /proc, which may not
 * be mounted, and replaces what is not UTF-8. */

#ifndef CARGUMENTS_H
#define CARGUMENTS_H

/* How many, the program's name included. */
int arguments_count(void);

const char *arguments_at(int index);

#endif
