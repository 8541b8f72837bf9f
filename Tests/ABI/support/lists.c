#include "lists.h"

static json_t *cursor_of(const char *cursor)
{
    return cursor == NULL ? json_null() : json_string(cursor);
}

void raw_server_page(raw_server *server, const char *ids, const char *before, const char *after)
{
    json_t *records = json_array();
    json_t *page;
    char *text;

    while (*ids != '\0') {
        size_t length = strcspn(ids, " ");

        json_array_append_new(records, json_pack("{s:s%}", "id", ids, length));
        ids += length + (ids[length] == ' ');
    }
    page = json_pack("{s:s, s:o, s:{s:o, s:o}}", "object", "list", "data", records, "list_metadata", "before",
                     cursor_of(before), "after", cursor_of(after));
    text = json_dumps(page, 0);
    raw_server_answer(server, 200, "", text);
    free(text);
    json_decref(page);
}

workosds_user *get_raw_user(raw_server *server, const char *body)
{
    workosds_client *client = raw_server_client(server);
    workosds_user *user = NULL;
    workosds_error *error = NULL;

    raw_server_answer(server, 200, "", body);
    assert_ok(workosds_get_user(client, "x", &user, &error), error);
    workosds_client_free(client);
    return user;
}

workosds_user *get_raw_attributes(raw_server *server, const char *attributes)
{
    size_t size = strlen(attributes) + 64;
    char *body = malloc(size);
    workosds_user *user;

    assert_non_null(body);
    snprintf(body, size, "{\"id\":\"u\",\"custom_attributes\":%s}", attributes);
    user = get_raw_user(server, body);
    free(body);
    return user;
}

workosds_client *client_without_retries(const raw_server *server, const char *key)
{
    workosds_client_options options = test_options(raw_server_url(server));

    options.max_retries = WORKOSDS_NO_RETRIES;
    return new_client(key, &options);
}

workosds_error *failure_of(raw_server *server, int status, const char *headers, const char *body,
                           workosds_status expected)
{
    workosds_client *client = client_without_retries(server, "sk_test_failure");
    workosds_directory *directory = (workosds_directory *)client;
    workosds_error *error = NULL;

    raw_server_answer(server, status, headers, body);
    assert_status(expected, workosds_get_directory(client, "d/1", &directory, &error), error);
    assert_null(directory);
    workosds_client_free(client);
    return error;
}

char *take_ids(workosds_iterator *users)
{
    const workosds_user *user = NULL;
    workosds_error *error = NULL;
    char *ids = strdup("");
    workosds_status status;

    while ((status = workosds_iterator_next_user(users, &user, &error)) == WORKOSDS_OK) {
        size_t length = strlen(ids);
        const char *id = workosds_user_id(user);

        ids = realloc(ids, length + strlen(id) + 2);
        sprintf(ids + length, "%s ", id);
    }
    assert_null(user);
    assert_status(WORKOSDS_DONE, status, error);
    return ids;
}

void assert_rest(const char *ids, workosds_iterator *users)
{
    char *taken = take_ids(users);
    size_t length = strlen(taken);

    if (length > 0)
        taken[length - 1] = '\0';
    assert_text(ids, taken);
    free(taken);
}

void assert_next(const char *id, workosds_iterator *users)
{
    const workosds_user *user = NULL;
    workosds_error *error = NULL;

    assert_ok(workosds_iterator_next_user(users, &user, &error), error);
    assert_text(id, workosds_user_id(user));
}

workosds_iterator *list_users_of(workosds_client *client, const workosds_user_query *query)
{
    workosds_user_query chosen = WORKOSDS_USER_QUERY_INIT;
    workosds_iterator *users = NULL;
    workosds_error *error = NULL;

    if (query != NULL)
        chosen = *query;
    if (chosen.directory == NULL)
        chosen.directory = "directory_1";
    assert_ok(workosds_list_users(client, &chosen, &users, &error), error);
    assert_non_null(users);
    return users;
}
