#include "truth.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#define PATIENCE 30000 /* milliseconds; the time limits of requests are much shorter */

static uint64_t hash_of(const char *text, size_t length)
{
    uint64_t hash = 14695981039346656037u;

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 1099511628211u;
    return hash;
}

static workosds_iterator *start(workosds_client *client, const struct list *list, int32_t page_size)
{
    workosds_directory_query directories = WORKOSDS_DIRECTORY_QUERY_INIT;
    workosds_group_query groups = WORKOSDS_GROUP_QUERY_INIT;
    workosds_user_query users = WORKOSDS_USER_QUERY_INIT;
    workosds_iterator *iterator = NULL;
    workosds_error *error = NULL;
    workosds_status status;

    directories.limit = groups.limit = users.limit = page_size;
    groups.directory = users.directory = list->directory;
    if (list->kind == 'd')
        status = workosds_list_directories(client, &directories, &iterator, &error);
    else if (list->kind == 'g')
        status = workosds_list_groups(client, &groups, &iterator, &error);
    else
        status = workosds_list_users(client, &users, &iterator, &error);
    require(status == WORKOSDS_OK, "no listing: %s", workosds_error_message(error));
    return iterator;
}

static workosds_status next_text(workosds_iterator *iterator, uint64_t *hash, workosds_error **error)
{
    const char *json;
    size_t length;
    workosds_status status = workosds_iterator_next_json(iterator, &json, &length, error);

    if (status == WORKOSDS_OK)
        *hash = hash_of(json, length);
    return status;
}

static workosds_status next_id(workosds_iterator *iterator, char kind, uint64_t *hash, workosds_error **error)
{
    const workosds_directory *directory;
    const workosds_group *group;
    const workosds_user *user;
    const char *id = NULL;
    workosds_status status;

    if (kind == 'd')
        status = workosds_iterator_next_directory(iterator, &directory, error);
    else if (kind == 'g')
        status = workosds_iterator_next_group(iterator, &group, error);
    else
        status = workosds_iterator_next_user(iterator, &user, error);
    if (status != WORKOSDS_OK)
        return status;
    id = kind == 'd'   ? workosds_directory_id(directory)
         : kind == 'g' ? workosds_group_id(group)
                       : workosds_user_id(user);
    require(id != NULL, "a record without id");
    *hash = hash_of(id, strlen(id));
    return status;
}

static void wait_for(workosds_iterator *iterator)
{
    struct pollfd wanted = {-1, POLLIN, 0};

    require(workosds_iterator_fd(iterator, &wanted.fd, NULL) == WORKOSDS_OK, "no descriptor");
    require(poll(&wanted, 1, PATIENCE) == 1, "the descriptor was not readable for %d ms", PATIENCE);
}

workosds_status truth_compare(workosds_client *client, const struct list *list, struct manner manner,
                              workosds_error **error)
{
    workosds_iterator *iterator = start(client, list, manner.page_size);
    const uint64_t *expected = manner.as_text ? list->texts : list->ids;
    workosds_status status;
    uint64_t hash = 0;
    size_t count = 0;

    workosds_iterator_set_blocking(iterator, !manner.is_polling, NULL);
    do {
        status =
            manner.as_text ? next_text(iterator, &hash, error) : next_id(iterator, list->kind, &hash, error);
        if (status == WORKOSDS_PENDING)
            wait_for(iterator);
        if (status != WORKOSDS_OK)
            continue;
        require(count < list->count && hash == expected[count], "%c %s: record %zu of %zu is wrong",
                list->kind, list->directory, count, list->count);
        count++;
    } while (status == WORKOSDS_OK || status == WORKOSDS_PENDING);
    require(status != WORKOSDS_DONE || count == list->count,
            "%c %s: end without an error after %zu of %zu records", list->kind, list->directory, count,
            list->count);
    workosds_iterator_free(iterator);
    return status;
}

static void fetch(workosds_client *client, struct list *list)
{
    workosds_iterator *by_text = start(client, list, 100);
    workosds_iterator *by_id = start(client, list, 100);
    workosds_error *error = NULL;
    uint64_t text;
    uint64_t id = 0;

    while (next_text(by_text, &text, &error) == WORKOSDS_OK) {
        require(next_id(by_id, list->kind, &id, &error) == WORKOSDS_OK,
                "the expected list changed its length");
        list->texts = realloc(list->texts, (list->count + 1) * sizeof text);
        list->ids = realloc(list->ids, (list->count + 1) * sizeof id);
        require(list->texts != NULL && list->ids != NULL, "out of memory");
        list->texts[list->count] = text;
        list->ids[list->count++] = id;
    }
    require(error == NULL, "the truth: %s", workosds_error_message(error));
    workosds_iterator_free(by_text);
    workosds_iterator_free(by_id);
}

static void add(struct list **lists, size_t *count, char kind, const char *directory)
{
    *lists = realloc(*lists, (*count + 1) * sizeof **lists);
    require(*lists != NULL, "out of memory");
    (*lists)[(*count)++] = (struct list){kind, strdup(directory), 0, NULL, NULL};
}

size_t truth_fetch(workosds_client *client, struct list **lists)
{
    workosds_iterator *iterator;
    const workosds_directory *directory;
    size_t count = 0;

    *lists = NULL;
    add(lists, &count, 'd', "");
    iterator = start(client, *lists, 100);
    while (workosds_iterator_next_directory(iterator, &directory, NULL) == WORKOSDS_OK) {
        add(lists, &count, 'g', workosds_directory_id(directory));
        add(lists, &count, 'u', workosds_directory_id(directory));
    }
    workosds_iterator_free(iterator);
    for (size_t i = 0; i < count; i++)
        fetch(client, &(*lists)[i]);
    return count;
}

void truth_free(struct list *lists, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(lists[i].directory);
        free(lists[i].texts);
        free(lists[i].ids);
    }
    free(lists);
}
