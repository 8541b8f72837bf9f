/*
 * @defgroup workosds libworkosds: the WorkOS Directory Sync API for C and everything that calls C.
 *
 * Directories, groups and users that an organization keeps in its identity provider, read over
 * HTTPS from api.workos.com, page by page, with retries, pace and time limits taken care of.
 *
 * @par CONVENTIONS
 * - Status.   A call that can fail for a reason worth explaining returns workosds_status and takes
 *             `workosds_error **error` last, which may be NULL. On failure *error becomes a new error
 *             object (what it pointed to before is not freed) and every other out-parameter is set to
 *             NULL or 0, a descriptor to -1; on success *error is left alone.
 * - Accessors return the value, or NULL, 0 or -1 where there is none. Every accessor and every _free
 *             accepts NULL.
 * - Lifetime. `const` pointers are borrowed: a record from an iterator until the next `next` call on
 *             it or its _free, a string until its record ends. A `char *` that is not const is the
 *             caller's: give it back with workosds_string_free. Arguments are copied before a call
 *             returns. Handles may be freed in any order; each keeps alive what it needs.
 * - Strings   are UTF-8 and end in NUL. NULL and "" as an argument mean "not given". An argument that
 *             is not valid UTF-8 is WORKOSDS_ERROR_INVALID_ARGUMENT. A string is never shorter than what
 *             the server sent: a NUL inside it reads as U+FFFD. Values in JSON, and
 *             texts whose length is asked for, are exact.
 * - Structs   of options and queries start from their _INIT macro. Zero in a member means its default.
 *             They only grow at the end; a program built with an older header keeps working.
 * - Threads.  A client may be used by any number of threads at once. An iterator, and what it lends, by
 *             one thread at a time. Copies and errors are immutable: any number of threads may read
 *             them. Cancelling is allowed from any thread and from a signal handler. The library
 *             starts no thread; while a name is being looked up libcurl runs one of its own.
 * - Fork.     Parent and child may both go on with an inherited client and with inherited iterators,
 *             each on its own connections; this also holds for a child of clone(2) and for a child
 *             forked in a callback or a signal handler. Ask for an inherited iterator's descriptor
 *             again with workosds_iterator_fd. fork() waits, for at most one second, until no other
 *             thread is inside libcurl or OpenSSL on behalf of this library. If that second is not
 *             enough, every call in the child that needs them fails at once with
 *             WORKOSDS_ERROR_INTERNAL.
 * - Descriptors are closed on exec. A program may close all its descriptors after fork: the library
 *             checks that a number still is its own before it closes or replaces it. If they are
 *             closed in the same process, an iterator in use ends with WORKOSDS_ERROR_INTERNAL.
 * - Signals.  No handler is installed or changed. SIGPIPE is blocked on the calling thread while the
 *             library is inside libcurl; a SIGPIPE sent by another process is delivered afterwards.
 * - Exit.     main may return while other threads are inside the library. For this, OpenSSL is
 *             initialized with OPENSSL_INIT_NO_ATEXIT, so that it does not clean up at exit. If the
 *             program initialized OpenSSL earlier, it does, and calls made after that fail with
 *             WORKOSDS_ERROR_INTERNAL.
 * - Memory.   Out of memory for an answer's body or what is read of it is WORKOSDS_ERROR_OUT_OF_MEMORY; a
 *             string or copy that would be the caller's is NULL then. What is short for a member of a
 *             record is told by the following `next`, so that a listing never goes on with a member
 *             missing. A failed small allocation (some dozen bytes) ends the process. What one call builds
 *             from an answer takes at most 16 times its decoded size, plus about 1 KB for each group of
 *             a user that is read with workosds_user_group_at. Nothing recurses over an answer: a thread
 *             with a stack of 64 KB is enough for any call.
 *
 * Since version 0.1.0 unless said otherwise.
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

/* What became of a call. Values never change; a minor version may add some. */
typedef int32_t workosds_status;

enum {
    WORKOSDS_OK = 0,      /* done; for `next`: there is a record */
    WORKOSDS_DONE = 1,    /* the end of the list was reached */
    WORKOSDS_PENDING = 2, /* non-blocking iterators: wait on the descriptor, then call again */
    WORKOSDS_ERROR_INVALID_ARGUMENT = -1, /* refused before anything was sent */
    WORKOSDS_ERROR_AUTHENTICATION = -2,   /* HTTP 401: the API key is missing, wrong or revoked */
    WORKOSDS_ERROR_PERMISSION = -3,       /* HTTP 403 */
    WORKOSDS_ERROR_NOT_FOUND = -4,        /* HTTP 404 */
    WORKOSDS_ERROR_CONFLICT = -5,         /* HTTP 409, code "directory_sync_in_progress" */
    WORKOSDS_ERROR_BAD_REQUEST = -6,      /* HTTP 400 */
    WORKOSDS_ERROR_UNPROCESSABLE = -7,    /* HTTP 422: see the field errors in workosds_error_json */
    WORKOSDS_ERROR_RATE_LIMITED = -8,     /* HTTP 429, "directory_sync_rate_limited", after retries */
    WORKOSDS_ERROR_SERVER = -9,           /* HTTP 5xx, after the retries */
    WORKOSDS_ERROR_API = -10,             /* any other answer outside 2xx, redirects included */
    WORKOSDS_ERROR_NETWORK = -11,         /* no complete answer: name, connection, proxy, cut off */
    WORKOSDS_ERROR_TLS = -12,             /* certificate or handshake */
    WORKOSDS_ERROR_TIMEOUT = -13,         /* one of the client's time limits */
    WORKOSDS_ERROR_CANCELLED = -14,
    WORKOSDS_ERROR_PROTOCOL = -15,        /* not HTTP, or 2xx that is not what the API promises */
    WORKOSDS_ERROR_PAGINATION_LOOP = -16, /* the server sent a cursor for the second time */
    WORKOSDS_ERROR_SIGNATURE = -17,       /* a webhook's signature does not hold */
    WORKOSDS_ERROR_INTERNAL = -18,        /* no descriptor left, or a defect here or in a library below */
    WORKOSDS_ERROR_OUT_OF_MEMORY = -19
};

/* The name without its prefix, "RATE_LIMITED"; "UNKNOWN" for a value this version does not have.
 * Static. */
const char *workosds_status_name(workosds_status status);

/* All statuses, so that a binding can build its exceptions from them: index 0 .. count - 1. An index
 * outside answers WORKOSDS_ERROR_INVALID_ARGUMENT. */
size_t workosds_status_count(void);
workosds_status workosds_status_at(size_t index);

/* @} */

/* ---------------------------------------------------------------------------------------------
 * Library
 * ------------------------------------------------------------------------------------------ */
/* @addtogroup workosds_library
 * @{ */

/* The version of the library that is loaded (WORKOSDS_VERSION is that of the header): "0.1.0", and
 * 0xMMmmpp. */
const char *workosds_version(void);
uint32_t workosds_version_number(void);

/* Versions of this library and of those below it, as a JSON object with the members version, swift,
 * libcurl, tls, zlib, jansson. The caller's: workosds_string_free. */
char *workosds_build_info(void);

/* Gives back a string that a function of this library returned as `char *`. */
void workosds_string_free(char *string);

/* Reads a time as the API writes it into milliseconds since 1970-01-01 UTC. Takes
 * 2026-01-15T12:00:00.000Z, offsets (+0000, +00:00), a space in place of T, no fraction or one of up
 * to nine digits, no zone (then UTC). Returns 1, or 0 and *milliseconds = 0 where the text is none. */
int32_t workosds_timestamp_ms(const char *text, int64_t *milliseconds);

/* @} */

/* ---------------------------------------------------------------------------------------------
 * Error
 * ------------------------------------------------------------------------------------------ */
/* @addtogroup workosds_error
 * @{ */

/* Why a call failed. Owned by the caller, immutable, independent of client and iterator. The API key is
 * in no text of it, however the server or the caller spelled it; workosds_error_body alone returns what
 * the server sent. */
typedef struct workosds_error workosds_error;

/* The status the call returned; WORKOSDS_OK for NULL. */
workosds_status workosds_error_status(const workosds_error *error);

/* One line for a person: what failed, on which request, what to do. At most 300 bytes, valid UTF-8,
 * no control characters. "" for NULL. */
const char *workosds_error_message(const workosds_error *error);

/* The API's own `code` (or OAuth's `error`), "entity_not_found"; NULL where it sent none. */
const char *workosds_error_code(const workosds_error *error);

/* The X-Request-Id of the answer, for WorkOS's support; NULL where there was none. */
const char *workosds_error_request_id(const workosds_error *error);

/* The HTTP status; 0 where no answer came. */
int32_t workosds_error_http_status(const workosds_error *error);

/* How long the server asked to wait, in milliseconds from the moment of the answer: its Retry-After
 * header, or `retry_after_seconds` in the body if there is no usable header. Never shortened, not even
 * if it is longer than max_retry_wait_ms. -1 if the answer named no time. */
int64_t workosds_error_retry_after_ms(const workosds_error *error);

/* 1 if the same call may well succeed later (rate limit, server, network, time limit), else 0. */
int32_t workosds_error_is_retryable(const workosds_error *error);

/* The answer's body, byte for byte, even if the server sent the API key back; it ends in a NUL that *length
 * (may be NULL) does not count. NULL where no answer came; "" with length 0 for an empty one. */
const char *workosds_error_body(const workosds_error *error, size_t *length);

/* All of it as a JSON object: status, status_name, message, http_status, code, request_id,
 * retry_after_ms, is_retryable, errors: [{field, code, message}], body. `body` is null if the answer holds
 * the API key in any spelling. Free it with workosds_string_free. NULL for NULL. */
char *workosds_error_json(const workosds_error *error);

/* Gives an error back. */
void workosds_error_free(workosds_error *error);

/* @} */

/* ---------------------------------------------------------------------------------------------
 * Client
 * ------------------------------------------------------------------------------------------ */
/* @addtogroup workosds_client
 * @{ */

typedef struct workosds_client workosds_client;

/* One attempt at a request, seen by on_attempt. Borrowed for the length of that call. */
typedef struct workosds_attempt workosds_attempt;

/* Called on the calling thread after each attempt at a request, retried ones included. It may read
 * the attempt and call the two _cancel functions, nothing else of this library. */
typedef void (*workosds_attempt_callback)(const workosds_attempt *attempt, void *data);

/* For members where zero means the default: what is not the default is asked for by name. */
enum {
    WORKOSDS_NO_RETRIES = -1,    /* max_retries */
    WORKOSDS_NO_TIME_LIMIT = -1, /* the members named ..._timeout_ms */
    WORKOSDS_UNPACED = -1,       /* directory_user_requests_per_second */
    WORKOSDS_LOOK_AHEAD_OFF = -1 /* look_ahead */
};

/* How a client behaves. */
typedef struct workosds_client_options {
    size_t struct_size; /* set by WORKOSDS_CLIENT_OPTIONS_INIT */

    /* Where the API is, "https://host[:port][/prefix]". Default: the environment variable
     * WORKOS_BASE_URL, else https://api.workos.com. Without query, fragment or credentials. */
    const char *base_url;
    /* Added to the User-Agent: "myapp/1.2". Printable ASCII, no spaces. */
    const char *app_name;
    /* A PEM file of certification authorities that replaces the system's. Default: the file named by
     * SSL_CERT_FILE, else libcurl's own, else the usual places of the distributions. */
    const char *ca_file;
    /* A proxy, "[scheme://][user:password@]host[:port]". Everything before the last "@" is user and
     * password, percent-encoded if need be. Default: the environment's https_proxy or HTTPS_PROXY (for
     * an http:// base_url http_proxy, in small letters only), else all_proxy or ALL_PROXY, read by
     * workosds_client_new; none in a set-user-id program. */
    const char *proxy;
    /* Hosts that are reached without the proxy, separated by commas. Default: the environment's no_proxy
     * or NO_PROXY; "*": no proxy at all, whatever the environment says. */
    const char *no_proxy;

    /* Time for name, connection and handshake, in milliseconds. Default 10,000. */
    int64_t connect_timeout_ms;
    /* Time for one attempt, from sending to the last byte. Default 60,000. */
    int64_t request_timeout_ms;
    /* Time for a whole call, retries and waits included. For an iterator that is one `next`, however
     * many empty pages it fetches. Default: none. */
    int64_t call_timeout_ms;
    /* The longest single wait before a retry. If the server asks for more, the call fails at once with
     * WORKOSDS_ERROR_RATE_LIMITED (or SERVER) and the true value. Default 60,000. */
    int64_t max_retry_wait_ms;
    /* The largest decoded answer accepted; a larger one is WORKOSDS_ERROR_PROTOCOL. Default
     * 67,108,864; at most 2,147,483,647. */
    int64_t max_response_bytes;

    /* Further attempts after 408, 429, 500, 502, 503, 504, 520 to 527, 529, 530, failed connections and
     * request time limits. Default 3. WORKOSDS_NO_RETRIES: none. At most 100. */
    int32_t max_retries;
    /* Requests a second for each directory's users. Default 4, the API's own limit
     * (https://workos.com/docs/reference/rate-limits). A listing by group alone counts for the group's
     * directory; until an answer has named it, the listing counts for every directory of the client.
     * WORKOSDS_UNPACED: no pace. */
    int32_t directory_user_requests_per_second;
    /* 0: from the second page on, the next page is asked for before the current one is handed out.
     * WORKOSDS_LOOK_AHEAD_OFF: a page is asked for when it is wanted. */
    int32_t look_ahead;
    /* 0: plain http:// is refused unless the host is loopback. 1: allowed. */
    int32_t allow_plain_http;

    workosds_attempt_callback on_attempt; /* default: none */
    void *on_attempt_data;                /* handed to on_attempt */
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
            NULL                         /* on_attempt_data */                                               \
    }

/* Makes a client. Sends nothing and keeps no descriptor open.
 *
 * @param api_key  "sk_..."; NULL or "" reads the environment variable WORKOS_API_KEY (not in a
 *                 set-user-id program). Bytes outside 0x21 .. 0x7E are refused.
 * @param options  NULL: all defaults.
 * @param client   receives the client; free it with workosds_client_free.
 * @param error    as everywhere.
 *
 * INVALID_ARGUMENT for an invalid key, option or environment variable, which the message names; INTERNAL
 * if libcurl is too old or another library has taken jansson's place.
 *
 * In a set-user-id or set-group-id program no environment variable is used. libcurl itself follows
 * SSLKEYLOGFILE, which no option overrides: if it is set, the call fails with INVALID_ARGUMENT before
 * libcurl is initialized. A program that initializes libcurl itself must unset SSLKEYLOGFILE before it
 * does: libcurl opens the file at that moment and then logs the TLS secrets of the whole process. */
workosds_status workosds_client_new(const char *api_key, const workosds_client_options *options,
                                    workosds_client **client, workosds_error **error);

/* Ends every blocking call now inside the library on this client, and every iterator of it with a
 * request or a wait under way, with WORKOSDS_ERROR_CANCELLED; also when called in on_attempt. Calls
 * begun afterwards work. Any thread, any signal handler. In a forked child it ends only the child's
 * calls. */
void workosds_client_cancel(workosds_client *client);

/* Closes the connections that nobody uses at the moment (at most 8 are kept, for 60 s). */
void workosds_client_close_idle(workosds_client *client);

/* Gives a client back. Its iterators go on: each keeps alive what it needs. */
void workosds_client_free(workosds_client *client);

/* The attempt's request: "GET", and the path with its query, without the API key. */
const char *workosds_attempt_method(const workosds_attempt *attempt);
const char *workosds_attempt_path(const workosds_attempt *attempt);
/* The HTTP status, 0 where no answer came. */
int32_t workosds_attempt_http_status(const workosds_attempt *attempt);
/* What the attempt came to; WORKOSDS_OK for an answer in 2xx. */
workosds_status workosds_attempt_status(const workosds_attempt *attempt);
/* 1 for the first attempt at a request. */
int32_t workosds_attempt_number(const workosds_attempt *attempt);
/* Milliseconds from sending to the end of the answer, as far as the library was watching. */
int64_t workosds_attempt_elapsed_ms(const workosds_attempt *attempt);
/* Bytes of the body after decoding. */
int64_t workosds_attempt_bytes(const workosds_attempt *attempt);
/* The answer's X-Request-Id or NULL. */
const char *workosds_attempt_request_id(const workosds_attempt *attempt);
/* Milliseconds until the next attempt at the same request; -1 where none follows. */
int64_t workosds_attempt_wait_ms(const workosds_attempt *attempt);

/* @} */

/* ---------------------------------------------------------------------------------------------
 * Iterator
 *
 * What every listing gives, and what the start_... functions give: a sequence of records, fetched a
 * page at a time. Nothing is sent before the first `next`.
 * ------------------------------------------------------------------------------------------ */
/* @addtogroup workosds_iterator
 * @{ */

typedef struct workosds_iterator workosds_iterator;
typedef struct workosds_directory workosds_directory;
typedef struct workosds_group workosds_group;
typedef struct workosds_user workosds_user;
typedef struct workosds_event workosds_event;

/* The next record: WORKOSDS_OK with *record set, WORKOSDS_DONE at the end, WORKOSDS_PENDING (only
 * after set_blocking(iterator, 0)), or an error. The record is borrowed until the next `next` call
 * on this iterator. After an error every further call gives the same error and sends nothing;
 * records that had arrived before it were handed out first. INVALID_ARGUMENT if the iterator is of
 * another kind. */
workosds_status workosds_iterator_next_directory(workosds_iterator *iterator,
                                                 const workosds_directory **directory,
                                                 workosds_error **error);
workosds_status workosds_iterator_next_group(workosds_iterator *iterator, const workosds_group **group,
                                             workosds_error **error);
workosds_status workosds_iterator_next_user(workosds_iterator *iterator, const workosds_user **user,
                                            workosds_error **error);
workosds_status workosds_iterator_next_event(workosds_iterator *iterator, const workosds_event **event,
                                             workosds_error **error);

/* The next record of any kind as a JSON object: the server's own text, checked and repaired (for a
 * directory, whose state is renamed, written anew). Borrowed until the next `next` call; ends in a
 * NUL that *length (may be NULL) does not count. */
workosds_status workosds_iterator_next_json(workosds_iterator *iterator, const char **json, size_t *length,
                                            workosds_error **error);

/* What is left of the current page, else the next page that is not empty, as a JSON array. Otherwise
 * like next_json. */
workosds_status workosds_iterator_next_page_json(workosds_iterator *iterator, const char **json,
                                                 size_t *length, workosds_error **error);

/* Where a later listing with the same query goes on, given as its `after` (or `before`, if this one
 * pages backwards): the server's cursor of the last page handed out in full. NULL at the start and
 * after WORKOSDS_DONE. If max_items ends the listing inside a page it stays before that page: records
 * may come twice, none is missed. For events it is the id of the last event handed out, after
 * WORKOSDS_DONE too, so that following is: list with `after` = cursor, again and again. NULL as well while
 * a list of the API's old form is read (see workosds_list_directories). Borrowed until the next `next`
 * call. */
const char *workosds_iterator_cursor(const workosds_iterator *iterator);

/* Ends the iterator for good with WORKOSDS_ERROR_CANCELLED; what was fetched is discarded. Any thread,
 * any signal handler. */
void workosds_iterator_cancel(workosds_iterator *iterator);

/* @addtogroup workosds_event_loop
 * @{ */

/* 0: from now on `next` never waits for names, network, pace or retry, and answers WORKOSDS_PENDING
 * where it would have. 1, the start: it waits. */
workosds_status workosds_iterator_set_blocking(workosds_iterator *iterator, int32_t blocking,
                                               workosds_error **error);

/* One descriptor for select, poll, epoll or any event loop, the same until _free closes it: take it
 * out of the loop before that. A forked child asks for it again: the number may be another. Call
 * `next` until it answers PENDING, DONE or an error, only then wait until the descriptor is readable
 * (level-triggered). It becomes readable when an answer arrives, a retry, pace or time limit comes
 * due, or on cancel; it may do so for nothing. The number may be 1024 or more. Do not read from it or
 * write to it. */
workosds_status workosds_iterator_fd(workosds_iterator *iterator, int32_t *fd, workosds_error **error);

/* @} */

/* Ends what is under way. Records and strings it lent end with it. */
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

    /* Page size, 1 .. 100. Default 100. It does not limit how many records come: max_items does. */
    int32_t limit;
    /* Stop after so many records. Default: all. */
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
 * For this and the other listings: the list ends where the server sends no further cursor; a short or
 * empty page does not end it. 10,000 empty pages in a row are WORKOSDS_ERROR_PROTOCOL. Some answers of
 * 2021 and 2022 page backwards: a full first page has the cursor `before` and no `after`. It is not taken
 * for the end: one more request, with `before`, either brings older records, and the listing goes on in
 * that direction, or confirms the end. */
workosds_status workosds_list_directories(workosds_client *client, const workosds_directory_query *query,
                                          workosds_iterator **iterator, workosds_error **error);

/* Fetches one directory, as a copy of the caller's: workosds_directory_free. The id is one path
 * segment, sent percent-encoded; NULL, "", "." and ".." are INVALID_ARGUMENT. */
workosds_status workosds_get_directory(workosds_client *client, const char *id,
                                       workosds_directory **directory, workosds_error **error);

/* The same as an iterator of one record, for event loops. */
workosds_status workosds_start_get_directory(workosds_client *client, const char *id,
                                             workosds_iterator **iterator, workosds_error **error);

/* Deletes a directory with its groups and users. OK means accepted: the API deletes it a moment later,
 * through the state "deleting". Retried like any request: ids are never used twice, so a 404 that
 * follows an attempt with an unknown outcome is success. */
workosds_status workosds_delete_directory(workosds_client *client, const char *id, workosds_error **error);

/* The same as an iterator without a record: `next` gives PENDING, then DONE or an error. */
workosds_status workosds_start_delete_directory(workosds_client *client, const char *id,
                                                workosds_iterator **iterator, workosds_error **error);

/* Asks the identity provider for a sync now (Google Workspace directories). OK means queued. CONFLICT
 * within five minutes of the last request. Retried only where the request cannot have arrived or
 * the answer was 429. */
workosds_status workosds_request_directory_sync(workosds_client *client, const char *id,
                                                workosds_error **error);
workosds_status workosds_start_request_directory_sync(workosds_client *client, const char *id,
                                                      workosds_iterator **iterator, workosds_error **error);

/* Borrowed strings; NULL where the server sent none. */
const char *workosds_directory_id(const workosds_directory *directory);
const char *workosds_directory_organization_id(const workosds_directory *directory);
/* The key of the directory at the identity provider's side. */
const char *workosds_directory_external_key(const workosds_directory *directory);
const char *workosds_directory_domain(const workosds_directory *directory);
const char *workosds_directory_name(const workosds_directory *directory);
/* The provider, one of WORKOSDS_DIRECTORY_TYPE_... or a newer one, verbatim. */
const char *workosds_directory_type(const workosds_directory *directory);
/* One of WORKOSDS_DIRECTORY_STATE_... or a newer one, verbatim. The wire's "linked" reads "active",
 * "unlinked" reads "inactive": the documented names, and those of events. */
const char *workosds_directory_state(const workosds_directory *directory);

/* ISO 8601, as sent; workosds_timestamp_ms reads them. */
const char *workosds_directory_created_at(const workosds_directory *directory);
const char *workosds_directory_updated_at(const workosds_directory *directory);

/* Counts of the newer `metadata` member; -1 where it is absent. */
int64_t workosds_directory_active_user_count(const workosds_directory *directory);
int64_t workosds_directory_inactive_user_count(const workosds_directory *directory);
int64_t workosds_directory_group_count(const workosds_directory *directory);

/* A JSON object on one line, with the documented members always present (null where the server sent
 * none) and newer ones kept. The caller's: workosds_string_free. NULL for NULL. */
char *workosds_directory_json(const workosds_directory *directory);

/* An independent, immutable copy; any thread may read it. NULL for NULL or out of memory. */
workosds_directory *workosds_directory_copy(const workosds_directory *directory);
/* Gives a copy back, one of workosds_get_directory too. */
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

/* The types this version knows, and a name to show for one ("okta scim v2.0": "Okta SCIM v2.0"). Static
 * strings; NULL for an index outside and for a type that is not known. */
size_t workosds_directory_type_count(void);
const char *workosds_directory_type_at(size_t index);
const char *workosds_directory_type_display_name(const char *type);

/* @} */

/* ---------------------------------------------------------------------------------------------
 * Groups
 * ------------------------------------------------------------------------------------------ */
/* @addtogroup workosds_groups
 * @{ */

/* Which groups to list: those of a directory, or those a user is in. One of the two is required. */
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

/* As workosds_list_directories. INVALID_ARGUMENT also where neither directory nor user is given. */
workosds_status workosds_list_groups(workosds_client *client, const workosds_group_query *query,
                                     workosds_iterator **iterator, workosds_error **error);

/* As workosds_get_directory and workosds_start_get_directory. */
workosds_status workosds_get_group(workosds_client *client, const char *id, workosds_group **group,
                                   workosds_error **error);
workosds_status workosds_start_get_group(workosds_client *client, const char *id,
                                         workosds_iterator **iterator, workosds_error **error);

/* Borrowed strings; NULL where the server sent none. */
const char *workosds_group_id(const workosds_group *group);
/* The group's id at the identity provider. */
const char *workosds_group_idp_id(const workosds_group *group);
const char *workosds_group_directory_id(const workosds_group *group);
const char *workosds_group_organization_id(const workosds_group *group);
const char *workosds_group_name(const workosds_group *group);
const char *workosds_group_created_at(const workosds_group *group);
const char *workosds_group_updated_at(const workosds_group *group);

/* The provider's own attributes as the server's JSON text. The caller's; NULL where the member is
 * absent. The API sends {} since 2026-04-15 (https://workos.com/docs/deprecations/raw-attributes). */
char *workosds_group_raw_attributes_json(const workosds_group *group);

/* As workosds_directory_json, _copy and _free. */
char *workosds_group_json(const workosds_group *group);
workosds_group *workosds_group_copy(const workosds_group *group);
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
    const char *idp_id;    /* the id at the identity provider; the API wants `directory` with it */
    const char *email;     /* the email address; the API wants `directory` with it */
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

/* As workosds_list_directories. INVALID_ARGUMENT also where neither directory nor group is given. */
workosds_status workosds_list_users(workosds_client *client, const workosds_user_query *query,
                                    workosds_iterator **iterator, workosds_error **error);

/* As workosds_get_directory and workosds_start_get_directory. */
workosds_status workosds_get_user(workosds_client *client, const char *id, workosds_user **user,
                                  workosds_error **error);
workosds_status workosds_start_get_user(workosds_client *client, const char *id, workosds_iterator **iterator,
                                        workosds_error **error);

/* Borrowed strings; NULL where the server sent none. */
const char *workosds_user_id(const workosds_user *user);
const char *workosds_user_directory_id(const workosds_user *user);
const char *workosds_user_organization_id(const workosds_user *user);
/* The user's id at the identity provider. */
const char *workosds_user_idp_id(const workosds_user *user);
const char *workosds_user_email(const workosds_user *user);
const char *workosds_user_first_name(const workosds_user *user);
const char *workosds_user_last_name(const workosds_user *user);
/* The full name; a newer member of the API. */
const char *workosds_user_name(const workosds_user *user);
/* "active", "inactive", or another value verbatim. */
const char *workosds_user_state(const workosds_user *user);
/* The slug of the user's primary role. */
const char *workosds_user_role(const workosds_user *user);

/* Deprecated by the API, which sends null since 2026-04-15: see the custom attributes of that name. */
const char *workosds_user_job_title(const workosds_user *user);
const char *workosds_user_username(const workosds_user *user);

/* A change of group membership does not change updated_at (WorkOS, "Understanding events"). */
const char *workosds_user_created_at(const workosds_user *user);
const char *workosds_user_updated_at(const workosds_user *user);

/* All roles by their slugs. NULL for an index outside, and for an entry without a slug. */
size_t workosds_user_role_count(const workosds_user *user);
const char *workosds_user_role_at(const workosds_user *user, size_t index);

/* The groups in the user's own record, borrowed as long as the user. The API sends none to teams
 * created since 2026-05-01: use workosds_list_groups with `user`. NULL for an index outside, for an entry
 * that is no object, and, in a copy with more than one group for every 64 bytes of the user, if memory runs
 * out when the group is first asked for. */
size_t workosds_user_group_count(const workosds_user *user);
const workosds_group *workosds_user_group_at(const workosds_user *user, size_t index);

/* Objects and arrays as the server's JSON text ("null" where it sent null). The caller's; NULL where
 * the member is absent. raw_attributes and emails are deprecated by the API: {} and [] since
 * 2026-04-15. */
char *workosds_user_custom_attributes_json(const workosds_user *user);
char *workosds_user_raw_attributes_json(const workosds_user *user);
char *workosds_user_emails_json(const workosds_user *user);

/* @addtogroup workosds_custom_attributes
 * @{ */

/* What a custom attribute is. */
typedef int32_t workosds_attribute_type;

enum {
    WORKOSDS_ATTRIBUTE_ABSENT = 0,
    WORKOSDS_ATTRIBUTE_NULL = 1,
    WORKOSDS_ATTRIBUTE_TEXT = 2,
    WORKOSDS_ATTRIBUTE_INTEGER = 3, /* fits int64_t; a larger number reads as text, digit for digit */
    WORKOSDS_ATTRIBUTE_REAL = 4,    /* written with a fraction or an exponent: 0.5, 1.0, 1e3 */
    WORKOSDS_ATTRIBUTE_BOOLEAN = 5,
    WORKOSDS_ATTRIBUTE_ARRAY = 6,
    WORKOSDS_ATTRIBUTE_OBJECT = 7
};

/* The custom attributes' keys in the server's order. A key may be "". Borrowed as long as the user;
 * *length (may be NULL) is its length in bytes. In a key a NUL, half a surrogate pair and bytes that are
 * not UTF-8 read as U+FFFD, in JSON too; where two keys of an object would then be the same, the later one
 * has a number behind it (k, U+FFFD, 1). */
size_t workosds_user_custom_attribute_count(const workosds_user *user);
const char *workosds_user_custom_attribute_key_at(const workosds_user *user, size_t index, size_t *length);

/* The attribute's type; ABSENT where there is none of that key. If the server sent a key twice, the
 * last one counts. */
workosds_attribute_type workosds_user_custom_attribute_type(const workosds_user *user, const char *key);

/* The attribute's value: 1 if it is there with that type, else 0 with the out-parameter NULL or 0. "42" is
 * no integer and 1 no boolean. Whole numbers answer as reals too: the service is written in JavaScript,
 * which sends 1.0 as 1. An integer beyond 2^53 gives the nearest double. A number sent as 1.0 is a real
 * and no integer. A text is borrowed as long as the user. With `length` it is exact and may hold NUL
 * bytes; with NULL for `length` it has U+FFFD in place of them. */
int32_t workosds_user_custom_attribute_text(const workosds_user *user, const char *key, const char **text,
                                            size_t *length);
int32_t workosds_user_custom_attribute_integer(const workosds_user *user, const char *key, int64_t *integer);
int32_t workosds_user_custom_attribute_real(const workosds_user *user, const char *key, double *real);
int32_t workosds_user_custom_attribute_boolean(const workosds_user *user, const char *key, int32_t *boolean);

/* The attribute as JSON text on one line, whatever its type. The caller's; NULL where there is none of
 * that key. */
char *workosds_user_custom_attribute_json(const workosds_user *user, const char *key);

/* @} */

/* As workosds_directory_json, _copy and _free. */
char *workosds_user_json(const workosds_user *user);
workosds_user *workosds_user_copy(const workosds_user *user);
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
    /* A cursor: the id of the last event that was dealt with. */
    const char *after;
    /* Of no use: the API gives events oldest first, whatever order is asked for. NULL or "asc"; "desc" is
     * refused. */
    const char *order;
    /* Event names separated by commas. Default: every name in WORKOSDS_EVENT_... */
    const char *events;
    /* Only events of this organization. */
    const char *organization_id;
    /* Only events from this time on, and up to this one, in any form that workosds_timestamp_ms reads;
     * sent in UTC. range_start is for a listing without a cursor. range_end may go with `after`: the
     * listing ends at the first event that is later. The API keeps 90 days and answers for 30 days at a
     * time. */
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

/* Lists events, oldest first. query NULL: all that are kept. An event may come twice over time: remember
 * ids.
 *
 * The service holds events back from this list for some seconds, so that no later event overtakes an
 * earlier one. The id of an event that came by webhook is therefore never a cursor: events would be
 * lost. A list read right after a webhook may come up empty: read it again some seconds later.
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

/* Borrowed strings; NULL where there is none. An event of a type that this version does not know is
 * handed out like any other, with its data as JSON. */
const char *workosds_event_id(const workosds_event *event);
/* The event's name, one of WORKOSDS_EVENT_... or another, verbatim. */
const char *workosds_event_type(const workosds_event *event);
const char *workosds_event_created_at(const workosds_event *event);

/* The directory and organization that the event is about. */
const char *workosds_event_directory_id(const workosds_event *event);
const char *workosds_event_organization_id(const workosds_event *event);

/* The record inside: the user of dsync.user... and dsync.group.user_..., the group of dsync.group..., the
 * directory of dsync.activated and .deleted. Borrowed as long as the event; NULL where it has none. A user
 * in an event has no groups. The API sends no events for the members of a deleted directory. */
const workosds_user *workosds_event_user(const workosds_event *event);
const workosds_group *workosds_event_group(const workosds_event *event);
const workosds_directory *workosds_event_directory(const workosds_event *event);

/* JSON as the server sent it. The caller's; NULL where the member is absent. previous_attributes holds
 * what dsync....updated changed: the former values by name, null for a new attribute. */
char *workosds_event_data_json(const workosds_event *event);
char *workosds_event_previous_attributes_json(const workosds_event *event);
char *workosds_event_context_json(const workosds_event *event);

/* As workosds_directory_json, _copy and _free. */
char *workosds_event_json(const workosds_event *event);
workosds_event *workosds_event_copy(const workosds_event *event);
void workosds_event_free(workosds_event *event);

/* @} */

/* ---------------------------------------------------------------------------------------------
 * Webhook
 * ------------------------------------------------------------------------------------------ */
/* @addtogroup workosds_webhook
 * @{ */

enum { WORKOSDS_DEFAULT_TOLERANCE = -1, WORKOSDS_NOW = -1 };

/* Checks a webhook and reads its event. Nothing is decoded before the signature has been found right.
 *
 * @param payload           the request's body, byte for byte as it came.
 * @param payload_length    its length in bytes.
 * @param signature_header  the value of WorkOS-Signature: "t=<milliseconds>, v1=<hex>", its parts in any
 *                          order.
 * @param secret            the endpoint's secret. While it is being changed call once for each of the two.
 * @param tolerance_ms      how far its time may be from now, either way. WORKOSDS_DEFAULT_TOLERANCE:
 *                          180,000. 0: not at all.
 * @param now_ms            milliseconds since 1970; WORKOSDS_NOW: the clock.
 * @param event             receives the event, a copy of the caller's: workosds_event_free.
 * @param error             as everywhere.
 *
 * Its members are read when one is first asked for, by any thread; where memory is short then they are
 * NULL.
 *
 * SIGNATURE where the signature does not hold or the time is too far off, PROTOCOL where what was
 * signed is no event, INVALID_ARGUMENT for an empty secret or a NULL payload with a length.
 * A webhook may come more than once: remember ids. https://workos.com/docs/events/data-syncing/webhooks */
workosds_status workosds_webhook_verify(const void *payload, size_t payload_length,
                                        const char *signature_header, const char *secret,
                                        int64_t tolerance_ms, int64_t now_ms, workosds_event **event,
                                        workosds_error **error);

/* The header value for a payload, for tests of a receiver. The caller's; NULL for an empty secret or a
 * NULL payload with a length. */
char *workosds_webhook_sign(const void *payload, size_t payload_length, const char *secret, int64_t now_ms);

/* @} */

#ifdef __cplusplus
}
#endif

#endif /* WORKOSDS_H */
