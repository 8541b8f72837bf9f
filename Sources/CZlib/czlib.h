/* zlib as the system has it: the sandbox compresses its answers with it. */
#ifndef CZLIB_H
#define CZLIB_H

#include <zlib.h>

#endif
