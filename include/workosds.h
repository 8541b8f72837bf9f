/*
 * @defgroup workosds libworkosds: the WorkOS Directory Sync API for C and everything that calls C.
 *
 * Reads the directories, groups and users that an organization keeps in its identity provider, over
 * HTTPS from api.workos.com, page by page. Handles retries, the rate limit and time limits.
 *
 * @par CONVENTIONS
 * - Status.   A call that can fail for a reason worth explaining returns workosds_status and takes
 *             `workosds_error **error` last, which may be NULL. On failure *error becomes a new error
 *             object (what it pointed to before is not freed) and every other out-parameter is set to
 *             NULL or 0, a descriptor to -1; on success *error is left alone.
 * - Accessors return the value, or NULL, 0 or -1 if the server sent none. Every accessor and every _free
 *             accepts NULL.
 * - Lifetime. `const` pointers are borrowed: a record from an iterator until the next `next` call on
 *             it or its _free, a string until its record ends. A non-const `char *` is owned by the
 *             caller: free it with workosds_string_free. Arguments are copied before a call returns.
 *             Handles can be freed in any order; each keeps alive what it needs.
 * - Strings   are UTF-8 and end in NUL. NULL and "" as an argument mean "not given". An argument that
 *             is not valid UTF-8 is WORKOSDS_ERROR_INVALID_ARGUMENT. A string is never cut short: a
 *             NUL inside it is replaced by U+FFFD. Values in JSON, and texts returned with a length, are
 *             exact.
 * - Structs   of options and queries are initialized with their _INIT macro. A zero member means its
 *             default. Structs only grow at the end; a program built with an older header keeps working.
 * - Threads.  A client can be used by any number of threads at once; an iterator, and what is borrowed
 *             from it, by one thread at a time. Copies and errors are immutable and can be read by any
 *             number of threads. Cancelling is safe from any thread and from a signal handler. The
 *             library starts no threads; libcurl runs one while it resolves a host name. A thread ended
 *             by pthread_cancel inside a call leaks what the call holds: use workosds_client_cancel.
 * - Fork.     Parent and child can both continue with an inherited client and with inherited iterators,
 *             each on its own connections. This also applies to a child of clone(2) and to a child
 *             forked in a callback or a signal handler. In the child, call workosds_iterator_fd again
 *             to get an inherited iterator's descriptor. fork() waits, for at most one second, until no
 *             other thread is inside libcurl or OpenSSL on behalf of this library. If that is not
 *             enough, every call in the child that needs them fails at once with
 *             WORKOSDS_ERROR_INTERNAL.
 * - Descriptors are closed on exec. A program can close all its descriptors after fork: the library
 *             checks that a number is still its own before it closes or replaces it. If they are
 *             closed in the same process, an iterator in use fails with WORKOSDS_ERROR_INTERNAL.
 * - Signals.  No handler is installed or changed. SIGPIPE is blocked on the calling thread while the
 *             library is inside libcurl; a SIGPIPE sent by another process is delivered afterwards.
 * - Exit.     main can return while other threads are inside the library. For this, OpenSSL is
 *             initialized with OPENSSL_INIT_NO_ATEXIT, so that it does not clean up at exit. If the
 *             program initialized OpenSSL earlier, it does, and calls made after that fail with
 *             WORKOSDS_ERROR_INTERNAL.
 * - Memory.   No failed allocation in the library ends the process. If memory runs out, calls fail with
 *             WORKOSDS_ERROR_OUT_OF_MEMORY, functions that return a string or a copy return NULL, and an
 *             iterator ends with that error. If memory runs out while a member of a record is read, the
 *             next `next` call fails, so that a listing never continues with a member missing. Everything
 *             can be freed then, and calls succeed again once memory is available. The exception is
 *             OpenSSL, which does not repeat some steps of its initialization if memory ran out during
 *             them: then calls keep failing with WORKOSDS_ERROR_INTERNAL or WORKOSDS_ERROR_TLS. An
 *             attempt during which memory ran out is not passed to on_attempt. What one call builds from
 *             a response takes at most 16 times its decoded size, plus about 1 KB for each group of a
 *             user that is read with workosds_user_group_at. Nothing recurses over a response: a thread
 *             with a stack of 64 KB is enough for any call. The kernel ends a program whose stack it
 *             cannot enlarge: no library can prevent that.
 * - Lengths.  A string argument, an environment variable, and the values of a query together can have
 *             8192 bytes at most: more is INVALID_ARGUMENT. A webhook has no such limit.
 *
 * Since version 0.1.0 unless noted otherwise.
 */
#ifndef WORKOSDS_H
#define WORKOSDS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* @addtogroup workosds_library
 * @{ */

#define WORKOSDS_VERSION "0.1.0"
#define WORKOSDS_VERSION_NUMBER 0x000100

/* @} */

/* ---------------------------------------------------------------------------------------------
 * Status
 * ------------------------------------------------------------------------------------------ */
/* @addtogroup workosds_status
 * @{ */

/* The result of a call. Values never change; a minor version can add new ones. */
typedef int32_t workosds_status;

enum {
    WORKOSDS_OK = 0,      /* success; for `next`: there is a record */
    WORKOSDS_DONE = 1,    /* the end of the list was reached */
    WORKOSDS_PENDING = 2, /* non-blocking iterators: wait on the descriptor, then call again */
    WORKOSDS_ERROR_INVALID_ARGUMENT = -1, /* rejected before anything was sent */
    WORKOSDS_ERROR_AUTHENTICATION = -2,   /* HTTP 401: the API key is missing, wrong or revoked */
    WORKOSDS_ERROR_PERMISSION = -3,       /* HTTP 403 */
    WORKOSDS_ERROR_NOT_FOUND = -4,        /* HTTP 404 */
    WORKOSDS_ERROR_CONFLICT = -5,         /* HTTP 409, code "directory_sync_in_progress" */
    WORKOSDS_ERROR_BAD_REQUEST = -6,      /* HTTP 400 */
    WORKOSDS_ERROR_UNPROCESSABLE = -7,    /* HTTP 422: see the field errors in workosds_error_json */
    WORKOSDS_ERROR_RATE_LIMITED = -8,     /* HTTP 429, "directory_sync_rate_limited", after retries */
    WORKOSDS_ERROR_SERVER = -9,           /* HTTP 5xx, after the retries */
    WORKOSDS_ERROR_API = -10,             /* any other HTTP status outside 2xx, including redirects */
    WORKOSDS_ERROR_NETWORK = -11,         /* name, connection or proxy failed, or the response was cut off */
    WORKOSDS_ERROR_TLS = -12,             /* certificate or handshake */
    WORKOSDS_ERROR_TIMEOUT = -13,         /* one of the client's time limits */
    WORKOSDS_ERROR_CANCELLED = -14,
    WORKOSDS_ERROR_PROTOCOL = -15,        /* not HTTP, or a 2xx response that the API does not document */
    WORKOSDS_ERROR_PAGINATION_LOOP = -16, /* the server repeated a cursor */
    WORKOSDS_ERROR_SIGNATURE = -17,       /* a webhook's signature is invalid */
    WORKOSDS_ERROR_INTERNAL = -18,        /* no descriptor left, or a bug in this library or one it uses */
    WORKOSDS_ERROR_OUT_OF_MEMORY = -19
};

/* The name without its prefix, such as "RATE_LIMITED"; "UNKNOWN" for a value this version does not know.
 * Static. */
const char *workosds_status_name(workosds_status status);

/* The number of statuses, for bindings that build their exceptions from them. */
size_t workosds_status_count(void);
/* The status at an index from 0 to count - 1; WORKOSDS_ERROR_INVALID_ARGUMENT for any other index. */
workosds_status workosds_status_at(size_t index);

/* @} */

/* ---------------------------------------------------------------------------------------------
 * Library
 * ------------------------------------------------------------------------------------------ */
/* @addtogroup workosds_library
 * @{ */

/* The version of the loaded library, "0.1.0" (WORKOSDS_VERSION is the header's). Static. */
const char *workosds_version(void);
/* The version of the loaded library as a number, 0xMMmmpp. */
uint32_t workosds_version_number(void);

/* The versions of this library and of those it uses, as a JSON object with the members version, swift,
 * libcurl, tls, zlib, jansson. Free it with workosds_string_free. */
char *workosds_build_info(void);

/* Frees a string that a function of this library returned as `char *`. */
void workosds_string_free(char *string);

/* Converts a time as the API writes it to milliseconds since 1970-01-01 UTC. Accepts
 * 2026-01-15T12:00:00.000Z, offsets (+0000, +00:00), a space in place of T, a fraction of up to nine
 * digits or none, and no zone (UTC). Returns 1, or 0 with *milliseconds = 0 if the text is not a time. */
int32_t workosds_timestamp_ms(const char *text, int64_t *milliseconds);

/* @} */

/* ---------------------------------------------------------------------------------------------
 * Error
 * ------------------------------------------------------------------------------------------ */
/* @addtogroup workosds_error
 * @{ */

/* Why a call failed. Owned by the caller, immutable, independent of client and iterator. None of its
 * texts contains the API key or the value of a secret header (see `headers`), however it was spelled; the
 * exception is workosds_error_body, which returns exactly what the server sent. */
typedef struct workosds_error workosds_error;

/* The status the call returned; WORKOSDS_OK for NULL. */
workosds_status workosds_error_status(const workosds_error *error);

/* One line for people: what failed, on which request, what to do. At most 300 bytes, valid UTF-8,
 * no control characters. "" for NULL. */
const char *workosds_error_message(const workosds_error *error);

/* The API's `code` (or OAuth's `error`), such as "entity_not_found"; NULL if it sent none. */
const char *workosds_error_code(const workosds_error *error);

/* The X-Request-Id of the response, for WorkOS support; NULL if there was none. */
const char *workosds_error_request_id(const workosds_error *error);

/* The HTTP status; 0 if there was no response. */
int32_t workosds_error_http_status(const workosds_error *error);

/* How long the server asked to wait, in milliseconds from the time of the response: its Retry-After
 * header, or `retry_after_seconds` in the body if there is no usable header. Not limited by
 * max_retry_wait_ms. -1 if the response has no time. */
int64_t workosds_error_retry_after_ms(const workosds_error *error);

/* 1 if the same call may succeed later (rate limit, server, network, time limit), else 0. */
int32_t workosds_error_is_retryable(const workosds_error *error);

/* The response body, byte for byte, even if the server sent the API key back. It ends in a NUL that *length
 * (may be NULL) does not count. NULL if there was no response; "" with length 0 for an empty body. */
const char *workosds_error_body(const workosds_error *error, size_t *length);

/* The error as a JSON object: status, status_name, message, http_status, code, request_id,
 * retry_after_ms, is_retryable, errors: [{field, code, message}], body. `body` is null if it contains the
 * API key or a secret header in any spelling, or has more than 1 MiB. Free it with workosds_string_free. NULL
 * for NULL. */
char *workosds_error_json(const workosds_error *error);

/* Frees an error. */
void workosds_error_free(workosds_error *error);

/* @} */

/* ---------------------------------------------------------------------------------------------
 * Client
 * ------------------------------------------------------------------------------------------ */
/* @addtogroup workosds_client
 * @{ */

typedef struct workosds_client workosds_client;

/* One attempt at a request, passed to on_attempt. Valid only during that call. */
typedef struct workosds_attempt workosds_attempt;

/* Called on the calling thread after each attempt at a request, including retries. It may read the
 * attempt and call the two _cancel functions, but no other function of this library. */
typedef void (*workosds_attempt_callback)(const workosds_attempt *attempt, void *data);

/* Values for members in which zero means the default. */
enum {
    WORKOSDS_NO_RETRIES = -1,    /* max_retries */
    WORKOSDS_NO_TIME_LIMIT = -1, /* the members named ..._timeout_ms */
    WORKOSDS_UNPACED = -1,       /* directory_user_requests_per_second */
    WORKOSDS_LOOK_AHEAD_ON = 1,  /* look_ahead; for a client derived from one that has it off */
    WORKOSDS_LOOK_AHEAD_OFF = -1
};

/* The options of a client. */
typedef struct workosds_client_options {
    size_t struct_size; /* set by WORKOSDS_CLIENT_OPTIONS_INIT */

    /* The URL of the API, "https://host[:port][/prefix]". Default: the environment variable
     * WORKOS_BASE_URL, else https://api.workos.com. Without query, fragment or credentials. */
    const char *base_url;
    /* Added to the User-Agent: "myapp/1.2". Printable ASCII, no spaces. */
    const char *app_name;
    /* A PEM file of certification authorities that replaces the system's. Default: the file named by
     * SSL_CERT_FILE, else libcurl's own, else the usual places of the distributions. */
    const char *ca_file;
    /* A proxy, "[scheme://][user:password@]host[:port]". Everything before the last "@" is user and
     * password, percent-encoded if need be. Default: the environment's https_proxy or HTTPS_PROXY (for
     * an http:// base_url http_proxy, in lower case only), else all_proxy or ALL_PROXY, read by
     * workosds_client_new; none in a set-user-id program. */
    const char *proxy;
    /* Hosts to connect to without the proxy, separated by commas. Default: the environment's no_proxy or
     * NO_PROXY. "*": no proxy at all, whatever the environment says. */
    const char *no_proxy;

    /* Time limit for name resolution, connection and TLS handshake, in milliseconds. Default 10,000. */
    int64_t connect_timeout_ms;
    /* Time limit for one attempt, from sending to the last byte, in milliseconds. Default 60,000. */
    int64_t request_timeout_ms;
    /* Time limit for a whole call including retries and waits, in milliseconds. For an iterator that is
     * one `next`, however many empty pages it fetches. Default: none. */
    int64_t call_timeout_ms;
    /* The longest single wait before a retry, in milliseconds. If the server asks for more, the call fails
     * at once with WORKOSDS_ERROR_RATE_LIMITED (or SERVER) and the true value. Default 60,000. */
    int64_t max_retry_wait_ms;
    /* The largest response body accepted, in bytes after decoding. A larger one fails with
     * WORKOSDS_ERROR_PROTOCOL. Default 67,108,864; at most 2,147,483,647. */
    int64_t max_response_bytes;

    /* Further attempts after 408, 429, 500, 502, 503, 504, 520 to 527, 529, 530, failed connections and
     * request time limits. Default 3. WORKOSDS_NO_RETRIES: none. At most 100. */
    int32_t max_retries;
    /* Requests per second for each directory's users. Default 4, the API's rate limit
     * (https://workos.com/docs/reference/rate-limits). A listing by group alone counts towards the
     * group's directory; until a response contains it, it counts towards every directory of the client.
     * WORKOSDS_UNPACED: not limited. */
    int32_t directory_user_requests_per_second;
    /* 0: from the second page on, the next page is requested before the current one is returned.
     * WORKOSDS_LOOK_AHEAD_OFF: a page is requested when it is needed. */
    int32_t look_ahead;
    /* 0: plain http:// is rejected unless the host is loopback. 1: allowed. */
    int32_t allow_plain_http;

    workosds_attempt_callback on_attempt; /* default: none */
    void *on_attempt_data;                /* passed to on_attempt */

    /* Headers added to every request, "Name: value" each, with NULL after the last one. At most 64, of at
     * most 8,192 bytes each. "Name:" sends an empty header. INVALID_ARGUMENT for an invalid name, for a
     * control character in a value (a line break is one), and for what the library or libcurl sets: Accept,
     * Accept-Encoding, Authorization, Connection, Content-Length, Content-Type, Expect, Host, Keep-Alive,
     * Proxy-Authorization, Proxy-Connection, TE, Trailer, Transfer-Encoding, Upgrade, User-Agent.
     * If a name contains "auth", "cookie", "key", "secret" or "token" in any case, its value is secret: it
     * is removed from errors and attempts like the API key, as a whole and in parts ("Bearer abc",
     * "a=abc; b=def"). Values and parts of fewer than 8 characters are not searched for. Default: none. */
    const char *const *headers;
    /* A PEM file with the client certificate for TLS, followed by the intermediate certificates, if any.
     * Default: none. It and the private key are read by workosds_client_new, and again for each
     * connection. */
    const char *client_certificate;
    /* A PEM file with the private key of client_certificate. Default: client_certificate contains it. */
    const char *client_key;
    /* The passphrase of an encrypted private key. Default: none. There is no prompt. */
    const char *client_key_passphrase;
    /* A PEM file of certification authorities for an https:// proxy. Default: the file named by
     * SSL_CERT_FILE, else libcurl's own, else the usual places. ca_file does not apply to the proxy. */
    const char *proxy_ca_file;
} workosds_client_options;

#define WORKOSDS_CLIENT_OPTIONS_INIT                                                                         \
    {                                                                                                        \
        sizeof(workosds_client_options), /* struct_size */                                                   \
            NULL,                        /* base_url */                                                      \
            NULL,                        /* app_name */                                                      \
            NULL,                        /* ca_file */                                                       \
            NULL,                        /* proxy */                                                         \
            NULL,                        /* no_proxy */                                                      \
            0,                           /* connect_timeout_ms */                                            \
            0,                           /* request_timeout_ms */                                            \
            0,                           /* call_timeout_ms */                                               \
            0,                           /* max_retry_wait_ms */                                             \
            0,                           /* max_response_bytes */                                            \
            0,                           /* max_retries */                                                   \
            0,                           /* directory_user_requests_per_second */                            \
            0,                           /* look_ahead */                                                    \
            0,                           /* allow_plain_http */                                              \
            NULL,                        /* on_attempt */                                                    \
            NULL,                        /* on_attempt_data */                                               \
            NULL,                        /* headers */                                                       \
            NULL,                        /* client_certificate */                                            \
            NULL,                        /* client_key */                                                    \
            NULL,                        /* client_key_passphrase */                                         \
            NULL                         /* proxy_ca_file */                                                 \
    }

/* Creates a client. Sends nothing and keeps no descriptor open.
 *
 * @param api_key  "sk_..."; NULL or "" reads the environment variable WORKOS_API_KEY (not in a
 *                 set-user-id program). Bytes outside 0x21 .. 0x7E are invalid.
 * @param options  NULL: all defaults.
 * @param client   receives the client; free it with workosds_client_free.
 * @param error    receives the error, see CONVENTIONS; may be NULL.
 *
 * INVALID_ARGUMENT for an invalid key, option or environment variable, which the message names, and for a
 * certificate or key file that cannot be read or used, or a private key that does not belong to the
 * certificate; INTERNAL if libcurl is too old or jansson's symbols resolve to another library.
 *
 * In a set-user-id or set-group-id program no environment variable is used. libcurl itself follows
 * SSLKEYLOGFILE, which no option overrides: if it is set, the call fails with INVALID_ARGUMENT before
 * libcurl is initialized. A program that initializes libcurl itself must unset SSLKEYLOGFILE before it
 * does: libcurl opens the file at that moment and then logs the TLS secrets of the whole process. */
workosds_status workosds_client_new(const char *api_key, const workosds_client_options *options,
                                    workosds_client **client, workosds_error **error);

/* Creates a client that uses the connections and the pace of another one and differs from it in what is
 * given: for a call with its own time limit, with another API key or with a tracing header. It sends
 * nothing, opens no connection and costs a few microseconds, so that it can be made for a single call.
 *
 * @param client   the client to derive from, which can itself be a derived one. It is not changed.
 * @param api_key  NULL or "": the key of `client`. WORKOS_API_KEY is not read.
 * @param options  NULL, or what differs. Can be set: app_name, connect_timeout_ms, request_timeout_ms,
 *                 call_timeout_ms, max_retry_wait_ms, max_response_bytes, max_retries, look_ahead,
 *                 on_attempt with on_attempt_data, and headers, which replace all headers of `client` (an
 *                 array that contains only NULL removes them). A zero member means: as in `client`.
 * @param derived  receives the client; free it with workosds_client_free.
 * @param error    receives the error, see CONVENTIONS; may be NULL.
 *
 * The two can be freed in any order and used by any threads at once, and after fork, like any client.
 * workosds_client_cancel affects only the client that it is called for. Requests for a directory's users are
 * paced together over `client` and everything derived from it.
 *
 * INVALID_ARGUMENT for an invalid key or option, and if an option is set that belongs to the shared
 * connections or pace: base_url, ca_file, proxy, no_proxy, allow_plain_http, client_certificate, client_key,
 * client_key_passphrase, proxy_ca_file, directory_user_requests_per_second. */
workosds_status workosds_client_derive(workosds_client *client, const char *api_key,
                                       const workosds_client_options *options, workosds_client **derived,
                                       workosds_error **error);

/* Ends every blocking call on this client, and every iterator of it with a request or a wait in progress,
 * with WORKOSDS_ERROR_CANCELLED. Calls made afterwards work. Can be called from any thread, from a
 * signal handler and from on_attempt. In a forked child it ends only the child's calls. */
void workosds_client_cancel(workosds_client *client);

/* Closes idle connections (at most 8 are kept, for 60 s), which derived clients share. */
void workosds_client_close_idle(workosds_client *client);

/* Frees a client. Its iterators stay usable: each keeps alive what it needs. */
void workosds_client_free(workosds_client *client);

/* The request's method, such as "GET". */
const char *workosds_attempt_method(const workosds_attempt *attempt);
/* The request's path with its query, without the API key and secret headers. */
const char *workosds_attempt_path(const workosds_attempt *attempt);
/* The HTTP status, 0 if there was no response. */
int32_t workosds_attempt_http_status(const workosds_attempt *attempt);
/* The result of the attempt; WORKOSDS_OK for a 2xx response. */
workosds_status workosds_attempt_status(const workosds_attempt *attempt);
/* 1 for the first attempt at a request. */
int32_t workosds_attempt_number(const workosds_attempt *attempt);
/* Milliseconds from sending to the end of the response. If a non-blocking iterator was not driven in
 * between, the time until it was. */
int64_t workosds_attempt_elapsed_ms(const workosds_attempt *attempt);
/* Bytes of the response body after decoding. */
int64_t workosds_attempt_bytes(const workosds_attempt *attempt);
/* The response's X-Request-Id, or NULL. */
const char *workosds_attempt_request_id(const workosds_attempt *attempt);
/* Milliseconds until the next attempt at the same request; -1 if none follows. */
int64_t workosds_attempt_wait_ms(const workosds_attempt *attempt);
/* Milliseconds that this attempt waited, before it was sent, for the pace of its directory (see
 * directory_user_requests_per_second); 0 if it did not wait or is not paced. They are not part of
 * elapsed_ms. For a page requested ahead, or by a non-blocking iterator, they include the time in which
 * the iterator was not called. */
int64_t workosds_attempt_paced_ms(const workosds_attempt *attempt);
/* The value of one of the client's `headers` by its name, in any case, so that a traceparent can be logged
 * with its attempts. If the name was given twice, the last one is returned. "" for an empty header; NULL if
 * there is none of that name, or if its name says that it is secret. */
const char *workosds_attempt_header(const workosds_attempt *attempt, const char *name);

/* @} */

/* ---------------------------------------------------------------------------------------------
 * Iterator
 *
 * A sequence of records, fetched a page at a time: the result of every listing and of the start_...
 * functions. Nothing is sent before the first `next`.
 * ------------------------------------------------------------------------------------------ */
/* @addtogroup workosds_iterator
 * @{ */

typedef struct workosds_iterator workosds_iterator;
typedef struct workosds_directory workosds_directory;
typedef struct workosds_group workosds_group;
typedef struct workosds_user workosds_user;
typedef struct workosds_event workosds_event;

/* The next directory: WORKOSDS_OK with *directory set, WORKOSDS_DONE at the end, WORKOSDS_PENDING (only
 * after set_blocking(iterator, 0)), or an error. The record is borrowed until the next `next` call on
 * this iterator. Records that arrived before an error are returned first; after the error every further
 * call returns it again and sends nothing. INVALID_ARGUMENT if the iterator is of another kind. */
workosds_status workosds_iterator_next_directory(workosds_iterator *iterator,
                                                 const workosds_directory **directory,
                                                 workosds_error **error);
/* The next group; otherwise like workosds_iterator_next_directory. */
workosds_status workosds_iterator_next_group(workosds_iterator *iterator, const workosds_group **group,
                                             workosds_error **error);
/* The next user; otherwise like workosds_iterator_next_directory. */
workosds_status workosds_iterator_next_user(workosds_iterator *iterator, const workosds_user **user,
                                            workosds_error **error);
/* The next event; otherwise like workosds_iterator_next_directory. */
workosds_status workosds_iterator_next_event(workosds_iterator *iterator, const workosds_event **event,
                                             workosds_error **error);

/* The next record of any kind as a JSON object: the server's own text, checked and repaired (a directory,
 * whose state is renamed, is rewritten). Borrowed until the next `next` call; ends in a
 * NUL that *length (may be NULL) does not count. */
workosds_status workosds_iterator_next_json(workosds_iterator *iterator, const char **json, size_t *length,
                                            workosds_error **error);

/* The rest of the current page, or else the next page that is not empty, as a JSON array. Otherwise like
 * workosds_iterator_next_json. */
workosds_status workosds_iterator_next_page_json(workosds_iterator *iterator, const char **json,
                                                 size_t *length, workosds_error **error);

/* The cursor to resume from: pass it as `after` (or `before`, if this listing pages backwards) of a later
 * listing with the same query. It is the server's cursor of the last page that was returned in full; NULL
 * at the start and after WORKOSDS_DONE. If max_items ends the listing inside a page, the cursor is the one
 * before that page: records can be returned twice, but none is missed. For events it is the id of the last
 * event returned, also after WORKOSDS_DONE: to follow events, list repeatedly with `after` set to it.
 * NULL while a list of the API's old form is read (see workosds_list_directories). Borrowed until the next
 * `next` call. */
const char *workosds_iterator_cursor(const workosds_iterator *iterator);

/* Ends the iterator permanently with WORKOSDS_ERROR_CANCELLED; fetched records are discarded. Can be
 * called from any thread and from a signal handler. */
void workosds_iterator_cancel(workosds_iterator *iterator);

/* @addtogroup workosds_event_loop
 * @{ */

/* 0: from now on `next` never waits for name resolution, network, pace or retry, and returns
 * WORKOSDS_PENDING instead. 1, the default: it waits. */
workosds_status workosds_iterator_set_blocking(workosds_iterator *iterator, int32_t blocking,
                                               workosds_error **error);

/* One descriptor for select, poll, epoll or any event loop. It stays the same until _free closes it:
 * remove it from the loop before. A forked child must call this function again; the number can differ.
 * Call `next` until it returns PENDING, DONE or an error, and only then wait until the descriptor is
 * readable (level-triggered). It becomes readable when a response arrives, when a retry, the pace or a
 * time limit is due, and on cancel; spurious wake-ups are possible. The number can be 1024 or more. Never
 * read from it or write to it. */
workosds_status workosds_iterator_fd(workosds_iterator *iterator, int32_t *fd, workosds_error **error);

/* @} */

/* Ends the current request and frees the iterator, with the records and strings borrowed from it. */
void workosds_iterator_free(workosds_iterator *iterator);

/* @} */

/* ---------------------------------------------------------------------------------------------
 * Directories
 * ------------------------------------------------------------------------------------------ */
/* @addtogroup workosds_directories
 * @{ */

/* Which directories to list. Source of the rules: https://workos.com/docs/reference/directory-sync */
typedef struct workosds_directory_query {
    size_t struct_size; /* set by WORKOSDS_DIRECTORY_QUERY_INIT */

    /* Page size, 1 .. 100. Default 100, or max_items if that is smaller. It does not limit the number of
     * records; max_items does. */
    int32_t limit;
    /* Stop after this many records. Default: all. */
    int64_t max_items;
    /* A cursor: start after this record, or before it and page backwards. Not both. */
    const char *after;
    const char *before;
    /* By creation time: "desc", the default, newest first, or "asc". */
    const char *order;
    /* Only directories of this organization. */
    const char *organization_id;
    /* Only directories whose name matches. */
    const char *search;
} workosds_directory_query;

#define WORKOSDS_DIRECTORY_QUERY_INIT                                                                        \
    {                                                                                                        \
        sizeof(workosds_directory_query), /* struct_size */                                                  \
            0,                            /* limit */                                                        \
            0,                            /* max_items */                                                    \
            NULL,                         /* after */                                                        \
            NULL,                         /* before */                                                       \
            NULL,                         /* order */                                                        \
            NULL,                         /* organization_id */                                              \
            NULL                          /* search */                                                       \
    }

/* Lists directories. query NULL: all of them. INVALID_ARGUMENT, with nothing sent, for a limit outside
 * 1 .. 100, a negative max_items, another order, `after` together with `before`.
 *
 * This applies to all listings: the list ends when the server sends no further cursor; a short or empty
 * page does not end it. 10,000 empty pages in a row fail with WORKOSDS_ERROR_PROTOCOL. In 2021 and 2022
 * the API paged backwards: a full first page had the cursor `before` and no `after`. Such a page does not
 * end the list: one more request, with `before`, either returns older records, and the listing continues
 * in that direction, or confirms the end. */
workosds_status workosds_list_directories(workosds_client *client, const workosds_directory_query *query,
                                          workosds_iterator **iterator, workosds_error **error);

/* Fetches one directory. Free it with workosds_directory_free. The id is one path segment and is sent
 * percent-encoded; NULL, "", "." and ".." are INVALID_ARGUMENT. */
workosds_status workosds_get_directory(workosds_client *client, const char *id,
                                       workosds_directory **directory, workosds_error **error);

/* workosds_get_directory as an iterator of one record, for event loops. */
workosds_status workosds_start_get_directory(workosds_client *client, const char *id,
                                             workosds_iterator **iterator, workosds_error **error);

/* Deletes a directory with its groups and users. OK means accepted: the directory is in the state
 * "deleting" until it is gone. Retried like any request. Ids are never reused, so a 404 that follows an
 * attempt with an unknown outcome is a success. */
workosds_status workosds_delete_directory(workosds_client *client, const char *id, workosds_error **error);

/* workosds_delete_directory as an iterator without records: `next` returns PENDING, then DONE or an
 * error. */
workosds_status workosds_start_delete_directory(workosds_client *client, const char *id,
                                                workosds_iterator **iterator, workosds_error **error);

/* Requests a sync from the identity provider now (Google Workspace directories). OK means queued. CONFLICT
 * within five minutes of the last request. Retried only if the request cannot have reached the server, or
 * after a 429. */
workosds_status workosds_request_directory_sync(workosds_client *client, const char *id,
                                                workosds_error **error);

/* workosds_request_directory_sync as an iterator without records. */
workosds_status workosds_start_request_directory_sync(workosds_client *client, const char *id,
                                                      workosds_iterator **iterator, workosds_error **error);

/* The directory's id, "directory_...". */
const char *workosds_directory_id(const workosds_directory *directory);
/* The id of the organization that the directory belongs to. */
const char *workosds_directory_organization_id(const workosds_directory *directory);
/* The directory's key at the identity provider. */
const char *workosds_directory_external_key(const workosds_directory *directory);
/* The domain of the directory's organization. */
const char *workosds_directory_domain(const workosds_directory *directory);
/* The directory's name. */
const char *workosds_directory_name(const workosds_directory *directory);
/* The provider: one of WORKOSDS_DIRECTORY_TYPE_..., or a newer one as sent. */
const char *workosds_directory_type(const workosds_directory *directory);
/* One of WORKOSDS_DIRECTORY_STATE_..., or a newer one as sent. "linked" and "unlinked", which the API sends
 * in lists, are returned as "active" and "inactive", which it documents and uses in events. */
const char *workosds_directory_state(const workosds_directory *directory);
/* When the directory was created, in ISO 8601 as sent; workosds_timestamp_ms converts it. */
const char *workosds_directory_created_at(const workosds_directory *directory);
/* When the directory was last updated, in ISO 8601 as sent; workosds_timestamp_ms converts it. */
const char *workosds_directory_updated_at(const workosds_directory *directory);

/* The number of active users, from the `metadata` member; -1 if it is absent. */
int64_t workosds_directory_active_user_count(const workosds_directory *directory);
/* The number of inactive users, from the `metadata` member; -1 if it is absent. */
int64_t workosds_directory_inactive_user_count(const workosds_directory *directory);
/* The number of groups, from the `metadata` member; -1 if it is absent. */
int64_t workosds_directory_group_count(const workosds_directory *directory);

/* The directory as a JSON object on one line. Documented members are always present, null if the server
 * sent none; unknown members are kept. Free it with workosds_string_free. NULL for NULL. */
char *workosds_directory_json(const workosds_directory *directory);

/* An independent, immutable copy that any thread can read. NULL for NULL or out of memory. Free it with
 * workosds_directory_free. */
workosds_directory *workosds_directory_copy(const workosds_directory *directory);
/* Frees a directory from workosds_get_directory or workosds_directory_copy. */
void workosds_directory_free(workosds_directory *directory);

#define WORKOSDS_DIRECTORY_STATE_ACTIVE "active"
#define WORKOSDS_DIRECTORY_STATE_INACTIVE "inactive"
#define WORKOSDS_DIRECTORY_STATE_DELETING "deleting"
#define WORKOSDS_DIRECTORY_STATE_INVALID_CREDENTIALS "invalid_credentials"
#define WORKOSDS_DIRECTORY_STATE_VALIDATING "validating"

#define WORKOSDS_DIRECTORY_TYPE_AZURE_SCIM_V2_0 "azure scim v2.0"
#define WORKOSDS_DIRECTORY_TYPE_BAMBOOHR "bamboohr"
#define WORKOSDS_DIRECTORY_TYPE_BREATHE_HR "breathe hr"
#define WORKOSDS_DIRECTORY_TYPE_CEZANNE_HR "cezanne hr"
#define WORKOSDS_DIRECTORY_TYPE_CYBERARK_SCIM_V2_0 "cyberark scim v2.0"
#define WORKOSDS_DIRECTORY_TYPE_FOURTH_HR "fourth hr"
#define WORKOSDS_DIRECTORY_TYPE_GENERIC_SCIM_V1_1 "generic scim v1.1"
#define WORKOSDS_DIRECTORY_TYPE_GENERIC_SCIM_V2_0 "generic scim v2.0"
#define WORKOSDS_DIRECTORY_TYPE_GSUITE_DIRECTORY "gsuite directory"
#define WORKOSDS_DIRECTORY_TYPE_GUSTO "gusto"
#define WORKOSDS_DIRECTORY_TYPE_HIBOB "hibob"
#define WORKOSDS_DIRECTORY_TYPE_JUMP_CLOUD_SCIM_V2_0 "jump cloud scim v2.0"
#define WORKOSDS_DIRECTORY_TYPE_OKTA_SCIM_V1_1 "okta scim v1.1"
#define WORKOSDS_DIRECTORY_TYPE_OKTA_SCIM_V2_0 "okta scim v2.0"
#define WORKOSDS_DIRECTORY_TYPE_ONELOGIN_SCIM_V2_0 "onelogin scim v2.0"
#define WORKOSDS_DIRECTORY_TYPE_PEOPLE_HR "people hr"
#define WORKOSDS_DIRECTORY_TYPE_PERSONIO "personio"
#define WORKOSDS_DIRECTORY_TYPE_PINGFEDERATE_SCIM_V2_0 "pingfederate scim v2.0"
#define WORKOSDS_DIRECTORY_TYPE_RIPPLING "rippling"
#define WORKOSDS_DIRECTORY_TYPE_RIPPLING_SCIM_V2_0 "rippling scim v2.0"
#define WORKOSDS_DIRECTORY_TYPE_S3 "s3"
#define WORKOSDS_DIRECTORY_TYPE_SAILPOINT_SCIM_V2_0 "sailpoint scim v2.0"
#define WORKOSDS_DIRECTORY_TYPE_SFTP "sftp"
#define WORKOSDS_DIRECTORY_TYPE_SFTP_WORKDAY "sftp workday"
#define WORKOSDS_DIRECTORY_TYPE_WORKDAY "workday"

/* The number of directory types that this version knows. */
size_t workosds_directory_type_count(void);
/* The type at an index from 0 to count - 1; NULL for any other index. Static. */
const char *workosds_directory_type_at(size_t index);
/* A type's name for people, such as "Okta SCIM v2.0" for "okta scim v2.0". Static; NULL for an unknown
 * type. */
const char *workosds_directory_type_display_name(const char *type);

/* @} */

/* ---------------------------------------------------------------------------------------------
 * Groups
 * ------------------------------------------------------------------------------------------ */
/* @addtogroup workosds_groups
 * @{ */

/* Which groups to list: those of a directory, or those that a user belongs to. One of the two is required. */
typedef struct workosds_group_query {
    size_t struct_size; /* set by WORKOSDS_GROUP_QUERY_INIT */
    int32_t limit;      /* these five as in workosds_directory_query */
    int64_t max_items;
    const char *after;
    const char *before;
    const char *order;
    const char *directory; /* a directory's id */
    const char *user;      /* a user's id */
} workosds_group_query;

#define WORKOSDS_GROUP_QUERY_INIT                                                                            \
    {                                                                                                        \
        sizeof(workosds_group_query), /* struct_size */                                                      \
            0,                        /* limit */                                                            \
            0,                        /* max_items */                                                        \
            NULL,                     /* after */                                                            \
            NULL,                     /* before */                                                           \
            NULL,                     /* order */                                                            \
            NULL,                     /* directory */                                                        \
            NULL                      /* user */                                                             \
    }

/* Lists groups. Like workosds_list_directories; INVALID_ARGUMENT also if neither directory nor user is
 * given. */
workosds_status workosds_list_groups(workosds_client *client, const workosds_group_query *query,
                                     workosds_iterator **iterator, workosds_error **error);

/* Fetches one group. Like workosds_get_directory; free it with workosds_group_free. */
workosds_status workosds_get_group(workosds_client *client, const char *id, workosds_group **group,
                                   workosds_error **error);
/* workosds_get_group as an iterator of one record, for event loops. */
workosds_status workosds_start_get_group(workosds_client *client, const char *id,
                                         workosds_iterator **iterator, workosds_error **error);

/* The group's id, "directory_group_...". */
const char *workosds_group_id(const workosds_group *group);
/* The group's id at the identity provider. */
const char *workosds_group_idp_id(const workosds_group *group);
/* The id of the directory that the group belongs to. */
const char *workosds_group_directory_id(const workosds_group *group);
/* The id of the organization that the group belongs to. */
const char *workosds_group_organization_id(const workosds_group *group);
/* The group's name. */
const char *workosds_group_name(const workosds_group *group);
/* When the group was created, in ISO 8601 as sent; workosds_timestamp_ms converts it. */
const char *workosds_group_created_at(const workosds_group *group);
/* When the group was last updated, in ISO 8601 as sent; workosds_timestamp_ms converts it. */
const char *workosds_group_updated_at(const workosds_group *group);

/* The identity provider's attributes as the server's JSON text. Free it with workosds_string_free. NULL if
 * the member is absent. The API has sent {} since 2026-04-15
 * (https://workos.com/docs/deprecations/raw-attributes). */
char *workosds_group_raw_attributes_json(const workosds_group *group);

/* The group as a JSON object, like workosds_directory_json. */
char *workosds_group_json(const workosds_group *group);
/* An independent, immutable copy, like workosds_directory_copy. Free it with workosds_group_free. */
workosds_group *workosds_group_copy(const workosds_group *group);
/* Frees a group from workosds_get_group or workosds_group_copy. */
void workosds_group_free(workosds_group *group);

/* @} */

/* ---------------------------------------------------------------------------------------------
 * Users
 * ------------------------------------------------------------------------------------------ */
/* @addtogroup workosds_users
 * @{ */

/* Which users to list: those of a directory, of a group, or of both. One of the two is required. */
typedef struct workosds_user_query {
    size_t struct_size; /* set by WORKOSDS_USER_QUERY_INIT */
    int32_t limit;      /* these five as in workosds_directory_query */
    int64_t max_items;
    const char *after;
    const char *before;
    const char *order;
    const char *directory; /* a directory's id */
    const char *group;     /* a group's id */
    const char *idp_id;    /* the id at the identity provider; the API requires `directory` with it */
    const char *email;     /* the email address; the API requires `directory` with it */
} workosds_user_query;

#define WORKOSDS_USER_QUERY_INIT                                                                             \
    {                                                                                                        \
        sizeof(workosds_user_query), /* struct_size */                                                       \
            0,                       /* limit */                                                             \
            0,                       /* max_items */                                                         \
            NULL,                    /* after */                                                             \
            NULL,                    /* before */                                                            \
            NULL,                    /* order */                                                             \
            NULL,                    /* directory */                                                         \
            NULL,                    /* group */                                                             \
            NULL,                    /* idp_id */                                                            \
            NULL                     /* email */                                                             \
    }

/* Lists users. Like workosds_list_directories; INVALID_ARGUMENT also if neither directory nor group is
 * given. */
workosds_status workosds_list_users(workosds_client *client, const workosds_user_query *query,
                                    workosds_iterator **iterator, workosds_error **error);

/* Fetches one user. Like workosds_get_directory; free it with workosds_user_free. */
workosds_status workosds_get_user(workosds_client *client, const char *id, workosds_user **user,
                                  workosds_error **error);
/* workosds_get_user as an iterator of one record, for event loops. */
workosds_status workosds_start_get_user(workosds_client *client, const char *id, workosds_iterator **iterator,
                                        workosds_error **error);

/* The user's id, "directory_user_...". */
const char *workosds_user_id(const workosds_user *user);
/* The id of the directory that the user belongs to. */
const char *workosds_user_directory_id(const workosds_user *user);
/* The id of the organization that the user belongs to. */
const char *workosds_user_organization_id(const workosds_user *user);
/* The user's id at the identity provider. */
const char *workosds_user_idp_id(const workosds_user *user);
/* The email address; NULL if the user has none. */
const char *workosds_user_email(const workosds_user *user);
/* The first name. */
const char *workosds_user_first_name(const workosds_user *user);
/* The last name. */
const char *workosds_user_last_name(const workosds_user *user);
/* The full name; NULL if the server does not send it. Recent versions of the API do. */
const char *workosds_user_name(const workosds_user *user);
/* "active", "inactive", or another value as sent. */
const char *workosds_user_state(const workosds_user *user);
/* The slug of the user's primary role; NULL if the user has none. */
const char *workosds_user_role(const workosds_user *user);
/* The job title. Deprecated: the API has sent null since 2026-04-15; see the custom attribute job_title. */
const char *workosds_user_job_title(const workosds_user *user);
/* The user name. Deprecated: the API has sent null since 2026-04-15; see the custom attribute username. */
const char *workosds_user_username(const workosds_user *user);
/* When the user was created, in ISO 8601 as sent; workosds_timestamp_ms converts it. */
const char *workosds_user_created_at(const workosds_user *user);
/* When the user was last updated, in ISO 8601 as sent; workosds_timestamp_ms converts it. A change of group
 * membership does not change it (WorkOS, "Understanding events"). */
const char *workosds_user_updated_at(const workosds_user *user);

/* The number of the user's roles. */
size_t workosds_user_role_count(const workosds_user *user);
/* The slug of the role at an index from 0 to count - 1; NULL for any other index, and for an entry without
 * a slug. */
const char *workosds_user_role_at(const workosds_user *user, size_t index);

/* The number of groups in the user's own record. The API sends none to teams created since 2026-05-01:
 * use workosds_list_groups with `user`. */
size_t workosds_user_group_count(const workosds_user *user);
/* The group at an index from 0 to count - 1, borrowed as long as the user. NULL for any other index, for an
 * entry that is not an object, and, in a copy with more than one group for every 64 bytes of the user, if
 * memory runs out when the group is first read. */
const workosds_group *workosds_user_group_at(const workosds_user *user, size_t index);

/* The custom attributes as the server's JSON text, "null" if it sent null. Free it with
 * workosds_string_free. NULL if the member is absent. */
char *workosds_user_custom_attributes_json(const workosds_user *user);
/* The identity provider's attributes, like workosds_user_custom_attributes_json. Deprecated: the API has sent
 * {} since 2026-04-15. */
char *workosds_user_raw_attributes_json(const workosds_user *user);
/* The email addresses, like workosds_user_custom_attributes_json. Deprecated: the API has sent [] since
 * 2026-04-15. */
char *workosds_user_emails_json(const workosds_user *user);

/* @addtogroup workosds_custom_attributes
 * @{ */

/* The type of a custom attribute. */
typedef int32_t workosds_attribute_type;

enum {
    WORKOSDS_ATTRIBUTE_ABSENT = 0,
    WORKOSDS_ATTRIBUTE_NULL = 1,
    WORKOSDS_ATTRIBUTE_TEXT = 2,
    WORKOSDS_ATTRIBUTE_INTEGER = 3, /* fits int64_t; a larger number is returned as text, exactly */
    WORKOSDS_ATTRIBUTE_REAL = 4,    /* written with a fraction or an exponent: 0.5, 1.0, 1e3 */
    WORKOSDS_ATTRIBUTE_BOOLEAN = 5,
    WORKOSDS_ATTRIBUTE_ARRAY = 6,
    WORKOSDS_ATTRIBUTE_OBJECT = 7
};

/* The number of custom attributes. */
size_t workosds_user_custom_attribute_count(const workosds_user *user);
/* The key at an index from 0 to count - 1, in the server's order; NULL for any other index. A key can be "".
 * Borrowed as long as the user; *length (may be NULL) is its length in bytes. In a key a NUL, a lone
 * surrogate and bytes that are not UTF-8 are replaced by U+FFFD, in JSON too. If that makes two keys of an
 * object equal, a number is appended to the later one (k, U+FFFD, 1). */
const char *workosds_user_custom_attribute_key_at(const workosds_user *user, size_t index, size_t *length);

/* The attribute's type; ABSENT if there is no such key. If the server sent a key twice, the last one is
 * used. */
workosds_attribute_type workosds_user_custom_attribute_type(const workosds_user *user, const char *key);

/* Reads a text. Returns 1 if the attribute exists and is a text, else 0 with *text NULL. The text is borrowed
 * as long as the user. With `length` it is exact and can contain NUL bytes; if `length` is NULL, they are
 * replaced by U+FFFD. */
int32_t workosds_user_custom_attribute_text(const workosds_user *user, const char *key, const char **text,
                                            size_t *length);
/* Reads an integer. Returns 1 if the attribute exists and is an integer, else 0 with *integer 0. "42" and 1.0
 * are not integers. */
int32_t workosds_user_custom_attribute_integer(const workosds_user *user, const char *key, int64_t *integer);
/* Reads a number. Returns 1 if the attribute exists and is a real or an integer, else 0 with *real 0. The
 * service is written in JavaScript, which sends 1.0 as 1. An integer beyond 2^53 is rounded to the nearest
 * double. */
int32_t workosds_user_custom_attribute_real(const workosds_user *user, const char *key, double *real);
/* Reads a boolean, 0 or 1. Returns 1 if the attribute exists and is a boolean, else 0 with *boolean 0. */
int32_t workosds_user_custom_attribute_boolean(const workosds_user *user, const char *key, int32_t *boolean);

/* The attribute as JSON text on one line, whatever its type. Free it with workosds_string_free. NULL if
 * there is no such key. */
char *workosds_user_custom_attribute_json(const workosds_user *user, const char *key);

/* @} */

/* The user as a JSON object, like workosds_directory_json. */
char *workosds_user_json(const workosds_user *user);
/* An independent, immutable copy, like workosds_directory_copy. Free it with workosds_user_free. */
workosds_user *workosds_user_copy(const workosds_user *user);
/* Frees a user from workosds_get_user or workosds_user_copy. */
void workosds_user_free(workosds_user *user);

/* @} */

/* ---------------------------------------------------------------------------------------------
 * Events
 * ------------------------------------------------------------------------------------------ */
/* @addtogroup workosds_events
 * @{ */

/* Which events to list: https://workos.com/docs/events */
typedef struct workosds_event_query {
    size_t struct_size; /* set by WORKOSDS_EVENT_QUERY_INIT */
    int32_t limit;      /* these two as in workosds_directory_query */
    int64_t max_items;
    /* A cursor: the id of the last event that was handled. */
    const char *after;
    /* NULL or "asc". The API lists events oldest first, whatever order is requested, so "desc" is
     * INVALID_ARGUMENT. */
    const char *order;
    /* Event names separated by commas. Default: every name in WORKOSDS_EVENT_... */
    const char *events;
    /* Only events of this organization. */
    const char *organization_id;
    /* Only events from range_start to range_end, in any form that workosds_timestamp_ms accepts; sent in
     * UTC. range_start cannot be combined with `after`. range_end can: the listing ends at the first later
     * event. The API keeps events for 90 days and lists at most 30 days at a time. */
    const char *range_start;
    const char *range_end;
} workosds_event_query;

#define WORKOSDS_EVENT_QUERY_INIT                                                                            \
    {                                                                                                        \
        sizeof(workosds_event_query), /* struct_size */                                                      \
            0,                        /* limit */                                                            \
            0,                        /* max_items */                                                        \
            NULL,                     /* after */                                                            \
            NULL,                     /* order */                                                            \
            NULL,                     /* events */                                                           \
            NULL,                     /* organization_id */                                                  \
            NULL,                     /* range_start */                                                      \
            NULL                      /* range_end */                                                        \
    }

/* Lists events, oldest first. query NULL: all that are kept. An event can be delivered more than once:
 * remember ids.
 *
 * The service holds events back from this list for some seconds, so that a later event never precedes an
 * earlier one. Never use the id of a webhook's event as a cursor: events would be lost. A list read right
 * after a webhook can be empty: read it again some seconds later.
 *
 * INVALID_ARGUMENT as for workosds_list_directories, and for the order "desc", for a range_start or
 * range_end that is not a time, for range_start together with `after`, and for a range_start that is later
 * than range_end. */
workosds_status workosds_list_events(workosds_client *client, const workosds_event_query *query,
                                     workosds_iterator **iterator, workosds_error **error);

#define WORKOSDS_EVENT_DSYNC_ACTIVATED "dsync.activated"
#define WORKOSDS_EVENT_DSYNC_DELETED "dsync.deleted"
#define WORKOSDS_EVENT_DSYNC_GROUP_CREATED "dsync.group.created"
#define WORKOSDS_EVENT_DSYNC_GROUP_DELETED "dsync.group.deleted"
#define WORKOSDS_EVENT_DSYNC_GROUP_UPDATED "dsync.group.updated"
#define WORKOSDS_EVENT_DSYNC_GROUP_USER_ADDED "dsync.group.user_added"
#define WORKOSDS_EVENT_DSYNC_GROUP_USER_REMOVED "dsync.group.user_removed"
#define WORKOSDS_EVENT_DSYNC_TOKEN_CREATED "dsync.token.created"
#define WORKOSDS_EVENT_DSYNC_TOKEN_REVOKED "dsync.token.revoked"
#define WORKOSDS_EVENT_DSYNC_USER_CREATED "dsync.user.created"
#define WORKOSDS_EVENT_DSYNC_USER_DELETED "dsync.user.deleted"
#define WORKOSDS_EVENT_DSYNC_USER_UPDATED "dsync.user.updated"

/* The event's id, "event_...". */
const char *workosds_event_id(const workosds_event *event);
/* The event's name: one of WORKOSDS_EVENT_..., or another as sent. An event of a type that this version does
 * not know is returned like any other, with its data as JSON. */
const char *workosds_event_type(const workosds_event *event);
/* When the event happened, in ISO 8601 as sent; workosds_timestamp_ms converts it. */
const char *workosds_event_created_at(const workosds_event *event);
/* The id of the directory that the event is about. */
const char *workosds_event_directory_id(const workosds_event *event);
/* The id of the organization that the event is about. */
const char *workosds_event_organization_id(const workosds_event *event);

/* The user in dsync.user... and dsync.group.user_... events, borrowed as long as the event; NULL in others.
 * It has no groups. */
const workosds_user *workosds_event_user(const workosds_event *event);
/* The group in dsync.group... events, borrowed as long as the event; NULL in others. */
const workosds_group *workosds_event_group(const workosds_event *event);
/* The directory in dsync.activated and dsync.deleted, borrowed as long as the event; NULL in others. The API
 * sends no events for the users and groups of a deleted directory. */
const workosds_directory *workosds_event_directory(const workosds_event *event);

/* The event's data as the server's JSON text. Free it with workosds_string_free. NULL if the member is
 * absent. */
char *workosds_event_data_json(const workosds_event *event);
/* What a dsync....updated event changed, like workosds_event_data_json: the former values by name, null for
 * a new attribute. */
char *workosds_event_previous_attributes_json(const workosds_event *event);
/* The event's context, like workosds_event_data_json. */
char *workosds_event_context_json(const workosds_event *event);

/* The event as a JSON object, like workosds_directory_json. */
char *workosds_event_json(const workosds_event *event);
/* An independent, immutable copy, like workosds_directory_copy. Free it with workosds_event_free. */
workosds_event *workosds_event_copy(const workosds_event *event);
/* Frees an event from workosds_webhook_verify or workosds_event_copy. */
void workosds_event_free(workosds_event *event);

/* @} */

/* ---------------------------------------------------------------------------------------------
 * Webhook
 * ------------------------------------------------------------------------------------------ */
/* @addtogroup workosds_webhook
 * @{ */

enum { WORKOSDS_DEFAULT_TOLERANCE = -1, WORKOSDS_NOW = -1 };

/* Verifies a webhook and reads its event. Nothing is decoded before the signature has been verified.
 *
 * @param payload           the request's body, exactly as received.
 * @param payload_length    its length in bytes.
 * @param signature_header  the value of WorkOS-Signature: "t=<milliseconds>, v1=<hex>", its parts in any
 *                          order.
 * @param secret            the endpoint's secret. During rotation, call once with each secret.
 * @param tolerance_ms      how far the signature's time may be from now_ms, before or after.
 *                          WORKOSDS_DEFAULT_TOLERANCE: 180,000. 0: not at all.
 * @param now_ms            milliseconds since 1970; WORKOSDS_NOW: the clock.
 * @param event             receives the event; free it with workosds_event_free.
 * @param error             receives the error, see CONVENTIONS; may be NULL.
 *
 * The user, group and directory of the event and their ids are decoded on first access, by any thread; they
 * are NULL if memory runs out then.
 *
 * SIGNATURE if the signature is invalid or its time is too far off, PROTOCOL if the payload is not an
 * event, INVALID_ARGUMENT for an empty secret or a NULL payload with a length. A webhook can be delivered
 * more than once: remember ids. https://workos.com/docs/events/data-syncing/webhooks */
workosds_status workosds_webhook_verify(const void *payload, size_t payload_length,
                                        const char *signature_header, const char *secret,
                                        int64_t tolerance_ms, int64_t now_ms, workosds_event **event,
                                        workosds_error **error);

/* Signs a payload: returns the value of WorkOS-Signature, for testing a receiver. Free it with
 * workosds_string_free. NULL for an empty secret or a NULL payload with a length. */
char *workosds_webhook_sign(const void *payload, size_t payload_length, const char *secret, int64_t now_ms);

/* @} */

#ifdef __cplusplus
}
#endif

#endif /* WORKOSDS_H */
