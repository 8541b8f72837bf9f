#include "ccurl_headers.h"

#include <string.h>

#define HIDDEN __attribute__((visibility("hidden")))

static char lower(char character)
{
    return character >= 'A' && character <= 'Z' ? (char)(character | 0x20) : character;
}

/* Compares a name with one in lower case, ignoring case. */
static int is_name(const char *name, size_t length, const char *other)
{
    size_t at = 0;

    while (at < length && other[at] != '\0' && lower(name[at]) == lower(other[at]))
        at++;
    return at == length && other[at] == '\0';
}

/* A character of a token (RFC 9110, 5.6.2). */
static int is_token(char character)
{
    return (lower(character) >= 'a' && lower(character) <= 'z') || (character >= '0' && character <= '9') ||
           (character != '\0' && strchr("!#$%&'*+-.^_`|~", character) != NULL);
}

HIDDEN size_t ccurl_header_name_length(const char *line)
{
    return strcspn(line, ":;");
}

HIDDEN const char *ccurl_header_value(const char *line)
{
    const char *value = line + ccurl_header_name_length(line);

    return *value == '\0' ? value : value + 1 + strspn(value + 1, " \t");
}

HIDDEN ccurl_header_fault ccurl_check_header(const char *line)
{
    /* Those that this library or libcurl sets, and those of one connection (RFC 9110, 7.6.1). */
    static const char *const reserved[] = {"accept",           "accept-encoding",
                                           "authorization",    "connection",
                                           "content-length",   "content-type",
                                           "expect",           "host",
                                           "keep-alive",       "te",
                                           "trailer",          "transfer-encoding",
                                           "user-agent",       "proxy-authorization",
                                           "proxy-connection", "upgrade"};
    size_t length = ccurl_header_name_length(line);
    size_t at;

    for (at = 0; at < length; at++)
        if (!is_token(line[at]))
            return CCURL_HEADER_HAS_NO_NAME;
    if (length == 0 || line[length] != ':')
        return CCURL_HEADER_HAS_NO_NAME;
    for (at = length + 1; line[at] != '\0'; at++)
        if (((unsigned char)line[at] < 0x20 && line[at] != '\t') || line[at] == 0x7F)
            return CCURL_HEADER_HAS_BAD_VALUE;
    if (at > CCURL_MAXIMUM_HEADER_LENGTH)
        return CCURL_HEADER_HAS_BAD_VALUE;
    for (at = 0; at < sizeof reserved / sizeof *reserved; at++)
        if (is_name(line, length, reserved[at]))
            return CCURL_HEADER_IS_RESERVED;
    return CCURL_HEADER_FITS;
}

HIDDEN int ccurl_header_is_secret(const char *line)
{
    static const char *const signs[] = {"auth", "cookie", "key", "secret", "token"};
    size_t length = ccurl_header_name_length(line);
    size_t sign;
    size_t start;

    for (sign = 0; sign < sizeof signs / sizeof *signs; sign++)
        for (start = 0; start + strlen(signs[sign]) <= length; start++)
            if (is_name(line + start, strlen(signs[sign]), signs[sign]))
                return 1;
    return 0;
}

HIDDEN const char *ccurl_find_header(const struct curl_slist *lines, const char *name)
{
    const char *found = NULL;

    for (; lines != NULL; lines = lines->next)
        if (is_name(lines->data, ccurl_header_name_length(lines->data), name))
            found = ccurl_header_is_secret(lines->data) ? NULL : ccurl_header_value(lines->data);
    return found;
}
