#include "clients.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "Name: value" for each member, NULL after the last one; NULL if there is no object. */
static char **header_lines(const json_t *headers)
{
    char **lines = headers != NULL ? calloc(json_object_size(headers) + 1, sizeof *lines) : NULL;
    const char *name;
    json_t *value;
    size_t count = 0;

    json_object_foreach((json_t *)headers, name, value)
    {
        size_t size = strlen(name) + strlen(json_string_value(value)) + 3;
        lines[count] = malloc(size);
        snprintf(lines[count++], size, "%s: %s", name, json_string_value(value));
    }
    return lines;
}

static void free_lines(char **lines)
{
    size_t index;

    for (index = 0; lines != NULL && lines[index] != NULL; index++)
        free(lines[index]);
    free(lines);
}

/* Those that a row names. */
static void fill(workosds_client_options *given, const json_t *options, char **headers)
{
    int64_t retries = number(options, "max_retries", given->max_retries);

    given->app_name = text(options, "app_name");
    given->proxy = text(options, "proxy");
    given->ca_file = text(options, "ca_file");
    given->client_certificate = text(options, "client_certificate");
    given->client_key = text(options, "client_key");
    given->client_key_passphrase = text(options, "client_key_passphrase");
    given->proxy_ca_file = text(options, "proxy_ca_file");
    given->request_timeout_ms = number(options, "request_timeout_ms", given->request_timeout_ms);
    given->call_timeout_ms = number(options, "call_timeout_ms", 0);
    given->max_response_bytes = number(options, "max_response_bytes", 0);
    given->max_retries =
        retries == 0 && json_object_get(options, "max_retries") ? WORKOSDS_NO_RETRIES : (int32_t)retries;
    given->directory_user_requests_per_second = (int32_t)number(options, "directory_user_requests_per_second",
                                                                given->directory_user_requests_per_second);
    given->allow_plain_http = json_is_true(json_object_get(options, "allow_plain_http"));
    given->headers = (const char *const *)headers;
}

static void note(const workosds_attempt *attempt, void *data)
{
    attempt_notes *notes = data;
    json_t *headers = json_object(), *name;
    size_t index;

    json_array_foreach(notes->headers, index, name)
        json_object_set_new(headers, json_string_value(name),
                            text_json(workosds_attempt_header(attempt, json_string_value(name))));
    json_array_append_new(notes->attempts,
                          json_pack("{s:i,s:I,s:o}", "number", (int)workosds_attempt_number(attempt),
                                    "paced_ms", (json_int_t)workosds_attempt_paced_ms(attempt), "headers",
                                    headers));
}

static workosds_status derive(const json_t *command, workosds_client **client, workosds_error **error)
{
    const json_t *options = json_object_get(command, "derived");
    char **headers = header_lines(json_object_get(options, "headers"));
    workosds_client_options differing = WORKOSDS_CLIENT_OPTIONS_INIT;
    workosds_client *base = *client;
    workosds_status status;

    fill(&differing, options, headers);
    differing.base_url = text(options, "base_url");
    status = workosds_client_derive(base, text(options, "api_key"), &differing, client, error);
    free_lines(headers);
    workosds_client_free(base);
    return status;
}

workosds_status make_client(const json_t *command, attempt_notes *notes, workosds_client **client,
                            workosds_error **error)
{
    const json_t *options = json_object_get(command, "options");
    char **headers = header_lines(json_object_get(options, "headers"));
    workosds_client_options given = WORKOSDS_CLIENT_OPTIONS_INIT;
    workosds_status status;

    given.base_url = text(command, "url");
    given.no_proxy = "*";
    given.request_timeout_ms = 10000;
    given.max_retries = WORKOSDS_NO_RETRIES;
    given.directory_user_requests_per_second = WORKOSDS_UNPACED;
    given.look_ahead = WORKOSDS_LOOK_AHEAD_OFF;
    given.on_attempt = notes->headers != NULL ? note : NULL;
    given.on_attempt_data = notes;
    fill(&given, options, headers);
    status = workosds_client_new(text(command, "api_key"), &given, client, error);
    free_lines(headers);
    return status == WORKOSDS_OK && json_object_get(command, "derived") ? derive(command, client, error)
                                                                        : status;
}
