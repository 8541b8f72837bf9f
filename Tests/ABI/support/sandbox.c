#include "sandbox.h"

#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

workosds_client *shared_client;

static pid_t process;
static json_t *started; /* the sandbox's first line */

static pid_t spawn(const char *program, int output)
{
    pid_t child = fork();

    if (child == 0) {
        dup2(output, STDOUT_FILENO);
        execl(program, program, "--port", "0", "--hold-back-ms", "0", "--exit-with-parent", (char *)NULL);
        fprintf(stderr, "%s: %s\n", program, strerror(errno));
        _exit(127);
    }
    return child;
}

int sandbox_start(void **state)
{
    const char *program = getenv("WORKOSDS_SANDBOX");
    int ends[2];
    FILE *output;
    char line[512];

    (void)state;
    if (pipe(ends) != 0)
        return -1;
    process = spawn(program == NULL ? "build/workosds-sandbox" : program, ends[1]);
    close(ends[1]);
    output = fdopen(ends[0], "r");
    if (output == NULL)
        return -1;
    if (fgets(line, sizeof(line), output) != NULL)
        started = json_loads(line, 0, NULL);
    fclose(output);
    if (started == NULL)
        return -1;
    shared_client = sandbox_client();
    return 0;
}

int sandbox_stop(void **state)
{
    (void)state;
    workosds_client_free(shared_client);
    json_decref(started);
    started = NULL;
    kill(process, SIGTERM);
    return waitpid(process, NULL, 0) == process ? 0 : -1;
}

const char *sandbox_url(void)
{
    return member_text(started, "url");
}

const char *sandbox_key(void)
{
    return member_text(started, "api_key");
}

workosds_client *sandbox_client(void)
{
    workosds_client_options options = test_options(sandbox_url());

    return new_client(sandbox_key(), &options);
}

static int connect_to_sandbox(void)
{
    struct sockaddr_in address = {0};
    int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    address.sin_family = AF_INET;
    address.sin_port = htons((uint16_t)atoi(strrchr(sandbox_url(), ':') + 1));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(connection, (struct sockaddr *)&address, sizeof(address)), 0);
    return connection;
}

/* The response body of one request on a new connection; NULL if it is empty. */
static json_t *exchange(const char *method, const char *path, const char *body)
{
    int connection = connect_to_sandbox();
    size_t capacity = 1 << 22;
    size_t length = 0;
    char *text = malloc(capacity + 1);
    ssize_t count;
    json_t *answer = NULL;

    assert_non_null(text);
    assert_true(dprintf(connection,
                        "%s %s HTTP/1.1\r\nHost: sandbox\r\nConnection: close\r\n"
                        "Authorization: Bearer %s\r\nContent-Length: %zu\r\n\r\n%s",
                        method, path, sandbox_key(), strlen(body), body) > 0);
    while (length < capacity && (count = read(connection, text + length, capacity - length)) > 0)
        length += (size_t)count;
    close(connection);
    text[length] = '\0';
    assert_non_null(strstr(text, "\r\n\r\n"));
    if (strstr(text, "\r\n\r\n")[4] != '\0')
        answer = read_json(strstr(text, "\r\n\r\n") + 4);
    free(text);
    return answer;
}

json_t *sandbox_get(const char *path)
{
    json_t *answer = exchange("GET", path, "");

    assert_non_null(answer);
    return answer;
}

const char *sandbox_directory(const char *name)
{
    static char id[64];
    json_t *list = sandbox_get("/directories?limit=100");
    json_t *directory;
    size_t index;

    id[0] = '\0';
    json_array_foreach(json_object_get(list, "data"), index, directory)
    {
        if (strcmp(member_text(directory, "name"), name) == 0)
            snprintf(id, sizeof(id), "%s", member_text(directory, "id"));
    }
    json_decref(list);
    assert_string_not_equal(id, "");
    return id;
}

void sandbox_clear_requests(void)
{
    json_decref(exchange("DELETE", "/_sandbox/requests", ""));
}

json_t *sandbox_requests(void)
{
    json_t *list = sandbox_get("/_sandbox/requests");
    json_t *requests = json_incref(json_object_get(list, "data"));

    json_decref(list);
    assert_true(json_is_array(requests));
    return requests;
}

size_t sandbox_request_count(void)
{
    json_t *requests = sandbox_requests();
    size_t count = json_array_size(requests);

    json_decref(requests);
    return count;
}
