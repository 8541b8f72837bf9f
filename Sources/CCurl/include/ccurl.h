/* libcurl for Swift: curl_easy_setopt, curl_easy_getinfo and curl_multi_setopt are variadic, which Swift
 * cannot call. One typed wrapper for each type of argument, and the macros that Swift cannot import. */
#ifndef CCURL_H
#define CCURL_H

#include <curl/curl.h>
#include <stdint.h>

#include "ccurl_headers.h"

typedef size_t (*ccurl_data_callback)(char *, size_t, size_t, void *);
typedef curl_socket_t (*ccurl_open_socket_callback)(void *, curlsocktype, struct curl_sockaddr *);
typedef int (*ccurl_close_socket_callback)(void *, curl_socket_t);
typedef int (*ccurl_socket_callback)(CURL *, curl_socket_t, int, void *, void *);
typedef int (*ccurl_timer_callback)(CURLM *, long, void *);

static inline CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value)
{
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode ccurl_set_text(CURL *easy, CURLoption option, const char *value)
{
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value)
{
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value)
{
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode ccurl_set_data_callback(CURL *easy, CURLoption option, ccurl_data_callback value)
{
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode ccurl_set_open_socket(CURL *easy, ccurl_open_socket_callback value, void *data)
{
    CURLcode code = curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, value);
    return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, data);
}
static inline CURLcode ccurl_set_close_socket(CURL *easy, ccurl_close_socket_callback value, void *data)
{
    CURLcode code = curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, value);
    return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, data);
}
static inline CURLMcode ccurl_multi_set_socket(CURLM *multi, ccurl_socket_callback value, void *data)
{
    CURLMcode code = curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, value);
    return code != CURLM_OK ? code : curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, data);
}
static inline CURLMcode ccurl_multi_set_timer(CURLM *multi, ccurl_timer_callback value, void *data)
{
    CURLMcode code = curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, value);
    return code != CURLM_OK ? code : curl_multi_setopt(multi, CURLMOPT_TIMERDATA, data);
}
static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value)
{
    return curl_multi_setopt(multi, option, value);
}
static inline long ccurl_get_long(CURL *easy, CURLINFO info)
{
    long value = 0;
    curl_easy_getinfo(easy, info, &value);
    return value;
}
static inline int64_t ccurl_get_offset(CURL *easy, CURLINFO info)
{
    curl_off_t value = 0;
    curl_easy_getinfo(easy, info, &value);
    return value;
}

/* Whether the transfer of a multi handle with one easy handle has finished; 0 while it runs. */
static inline int ccurl_multi_result(CURLM *multi, CURLcode *result)
{
    int queued = 0;
    CURLMsg *message = curl_multi_info_read(multi, &queued);
    if (message == NULL || message->msg != CURLMSG_DONE)
        return 0;
    *result = message->data.result;
    return 1;
}

/* CURLOPT_QUICK_EXIT is new in 7.87, and the headers may be older than the library. */
static inline CURLcode ccurl_set_quick_exit(CURL *easy)
{
    return curl_easy_setopt(easy, (CURLoption)(CURLOPTTYPE_LONG + 322), 1L);
}

static inline const curl_version_info_data *ccurl_version(void)
{
    return curl_version_info(CURLVERSION_NOW);
}

/* curl_multi_init, and the descriptors that curl_multi_wakeup uses: both ends of a socket pair or pipe, or an
 * eventfd and -1. libcurl has no call that returns them. They are recognized by their behavior, because other
 * threads of the host open descriptors at the same time. Both are -1 if they are not found. */
CURLM *ccurl_multi_init(int wakeup[2]);

/* curl_global_init, once per process unless it fails; thread-safe. Returns 1 on success. */
int ccurl_initialize(void);

#endif
