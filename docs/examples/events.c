/* Changes since the last run. The cursor is stored in a file. */
#include <stdio.h>
#include <string.h>
#include <workosds.h>

/* [follow] */
/* Reads the events after the cursor, and moves it. */
static workosds_status follow(workosds_client *client, char *cursor, size_t size, workosds_error **error)
{
    workosds_event_query query = WORKOSDS_EVENT_QUERY_INIT;
    workosds_iterator *events = NULL;
    const workosds_event *event;
    workosds_status status;

    query.after = cursor; /* "": from the oldest event that the API keeps */
    query.events = WORKOSDS_EVENT_DSYNC_USER_CREATED "," WORKOSDS_EVENT_DSYNC_USER_UPDATED
                                                     "," WORKOSDS_EVENT_DSYNC_USER_DELETED;
    status = workosds_list_events(client, &query, &events, error);
    while (status == WORKOSDS_OK) {
        status = workosds_iterator_next_event(events, &event, error);
        if (status == WORKOSDS_OK) {
            const char *email = workosds_user_email(workosds_event_user(event));
            printf("%s %s\n", workosds_event_type(event), email != NULL ? email : "-");
            snprintf(cursor, size, "%s", workosds_event_id(event)); /* handled */
        }
    }
    workosds_iterator_free(events);
    return status;
}
/* [follow] */

int main(int argc, char **argv)
{
    const char *path = argc > 1 ? argv[1] : "cursor.txt";
    workosds_client *client = NULL;
    workosds_error *error = NULL;
    workosds_status status;
    char cursor[128] = "";
    FILE *file = fopen(path, "r");

    if (file != NULL) {
        if (fgets(cursor, sizeof cursor, file) == NULL)
            cursor[0] = '\0';
        fclose(file);
    }
    status = workosds_client_new(NULL, NULL, &client, &error);
    if (status == WORKOSDS_OK)
        status = follow(client, cursor, sizeof cursor, &error);
    if (status != WORKOSDS_DONE)
        fprintf(stderr, "%s\n", workosds_error_message(error));
    file = fopen(path, "w");
    if (file != NULL) {
        fputs(cursor, file);
        fclose(file);
    }
    workosds_error_free(error);
    workosds_client_free(client);
    return status != WORKOSDS_DONE;
}
