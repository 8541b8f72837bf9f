/*
 * The peer: a hand-written client with libcurl and jansson. One keep-alive connection, one page after
 * another, each parsed into a jansson tree.
 *
 * plain_c --base-url URL [--directory ID] [--limit 100] [--mode fields|attribute|json]
 *         [--ca-file FILE] [--compressed 1]
 */
#include "measurement.h"

#include <curl/curl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct body {
    char *bytes;
    size_t length;
    size_t capacity;
} body;

typedef void (*user_reader)(measurement *run, json_t *user);

static size_t receive(char *bytes, size_t size, size_t count, void *data)
{
    body *received = data;
    size_t length = size * count;
    if (received->length + length > received->capacity) {
        size_t capacity = 2 * (received->length + length);
        char *moved = realloc(received->bytes, capacity);
        if (moved == NULL)
            return 0;
        received->bytes = moved;
        received->capacity = capacity;
    }
    memcpy(received->bytes + received->length, bytes, length);
    received->length += length;
    return length;
}

static void read_fields(measurement *run, json_t *user)
{
    measurement_add(run, json_string_value(json_object_get(user, "id")));
    measurement_add(run, json_string_value(json_object_get(user, "email")));
    measurement_add(run, json_string_value(json_object_get(user, "first_name")));
    measurement_add(run, json_string_value(json_object_get(user, "last_name")));
    measurement_add(run, json_string_value(json_object_get(user, "state")));
}

static void read_attribute(measurement *run, json_t *user)
{
    json_t *attributes = json_object_get(user, "custom_attributes");
    measurement_add(run, json_string_value(json_object_get(attributes, "department")));
}

static void read_json(measurement *run, json_t *user)
{
    char *text = json_dumps(user, JSON_COMPACT);
    measurement_add(run, text);
    free(text);
}

static user_reader reader_named(const char *mode)
{
    if (strcmp(mode, "fields") == 0)
        return read_fields;
    if (strcmp(mode, "attribute") == 0)
        return read_attribute;
    if (strcmp(mode, "json") == 0)
        return read_json;
    fprintf(stderr, "plain_c: no mode %s\n", mode);
    exit(2);
}

/* Reads a page and copies the next cursor; returns 0 at the end of the list. */
static int read_page(measurement *run, const body *received, user_reader reader, char *cursor, size_t size)
{
    size_t index;
    json_t *user;
    const char *after;
    json_error_t error;
    json_t *page = json_loadb(received->bytes, received->length, 0, &error);
    if (page == NULL) {
        fprintf(stderr, "plain_c: %s\n", error.text);
        exit(1);
    }
    json_array_foreach(json_object_get(page, "data"), index, user)
    {
        reader(run, user);
        run->users++;
    }
    after = json_string_value(json_object_get(json_object_get(page, "list_metadata"), "after"));
    snprintf(cursor, size, "%s", after == NULL ? "" : after);
    json_decref(page);
    return cursor[0] != '\0';
}

static void fetch(CURL *handle, const char *url)
{
    CURLcode code;
    long status = 0;
    curl_easy_setopt(handle, CURLOPT_URL, url);
    code = curl_easy_perform(handle);
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    if (code != CURLE_OK || status != 200) {
        fprintf(stderr, "plain_c: %s, HTTP %ld\n", curl_easy_strerror(code), status);
        exit(1);
    }
}

int main(int count, char **arguments)
{
    char url[1024], cursor[256] = "";
    body received = {NULL, 0, 0};
    measurement run = measurement_begin();
    const char *base_url = option(count, arguments, "--base-url", "");
    const char *directory = option(count, arguments, "--directory", "directory_1");
    const char *ca_file = option(count, arguments, "--ca-file", NULL);
    long limit = option_number(count, arguments, "--limit", 100);
    user_reader reader = reader_named(option(count, arguments, "--mode", "fields"));
    CURL *handle = curl_easy_init();
    struct curl_slist *headers = curl_slist_append(NULL, "Authorization: Bearer sk_test_benchmark");

    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &received);
    if (ca_file != NULL)
        curl_easy_setopt(handle, CURLOPT_CAINFO, ca_file);
    if (option_number(count, arguments, "--compressed", 0))
        curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "gzip");
    do {
        snprintf(url, sizeof url, "%s/directory_users?directory=%s&limit=%ld%s%s", base_url, directory, limit,
                 cursor[0] ? "&after=" : "", cursor);
        received.length = 0;
        fetch(handle, url);
    } while (read_page(&run, &received, reader, cursor, sizeof cursor));

    curl_slist_free_all(headers);
    curl_easy_cleanup(handle);
    free(received.bytes);
    measurement_print(&run);
    return 0;
}
