/* The system's zlib. The sandbox compresses responses with it. */
#ifndef CZLIB_H
#define CZLIB_H

#include <zlib.h>

#endif
