/* Header lines that a caller adds to its requests: "Name: value". */
#ifndef CCURL_HEADERS_H
#define CCURL_HEADERS_H

#include <curl/curl.h>

typedef enum {
    CCURL_HEADER_FITS,
    CCURL_HEADER_HAS_NO_NAME,
    CCURL_HEADER_HAS_BAD_VALUE,
    CCURL_HEADER_IS_RESERVED
} ccurl_header_fault;

enum { CCURL_MAXIMUM_HEADERS = 64, CCURL_MAXIMUM_HEADER_LENGTH = 8192 };

ccurl_header_fault ccurl_check_header(const char *line);

/* The length of the name. */
size_t ccurl_header_name_length(const char *line);

/* Where the value begins; it ends with the line. */
const char *ccurl_header_value(const char *line);

/* 1 if the name suggests that the value is secret. */
int ccurl_header_is_secret(const char *line);

/* The value of the last line of this name in any case; NULL if there is none, or if it is a secret. */
const char *ccurl_find_header(const struct curl_slist *lines, const char *name);

#endif
