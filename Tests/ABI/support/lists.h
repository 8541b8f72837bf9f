/* Lists of the raw server, and lists of users of the sandbox, record by record. */
#ifndef LISTS_H
#define LISTS_H

#include "raw_server.h"

/* Prepares a page of records with these ids, separated by spaces ("" for none), and its two cursors, which
 * may be NULL. */
void raw_server_page(raw_server *server, const char *ids, const char *before, const char *after);

/* The user parsed from this JSON, and one with these custom attributes (JSON). The caller frees it. */
workosds_user *get_raw_user(raw_server *server, const char *body);
workosds_user *get_raw_attributes(raw_server *server, const char *attributes);

/* The error of a request for directory "d/1" with this response, without retries. */
workosds_error *failure_of(raw_server *server, int status, const char *headers, const char *body,
                           workosds_status expected);

/* A client of the server without retries. */
workosds_client *client_without_retries(const raw_server *server, const char *key);

/* The ids of the remaining users of an iterator, each followed by a space; "" for none. The caller frees it.
 */
char *take_ids(workosds_iterator *users);

/* The remaining users have these ids, followed by the end. */
void assert_rest(const char *ids, workosds_iterator *users);

/* The next record is the user with that id. */
void assert_next(const char *id, workosds_iterator *users);

/* An iterator over the users of "directory_1". */
workosds_iterator *list_users_of(workosds_client *client, const workosds_user_query *query);

#endif
