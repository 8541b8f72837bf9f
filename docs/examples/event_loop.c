/* Two concurrent listings on one thread, with poll. */
#include <poll.h>
#include <stdio.h>
#include <workosds.h>

enum { COUNT = 2 };

int main(void)
{
    static const char *const directories[COUNT] = {"directory_123", "directory_456"};
    workosds_iterator *users[COUNT] = {NULL, NULL};
    struct pollfd descriptors[COUNT];
    workosds_client *client = NULL;
    workosds_error *error = NULL;
    workosds_status status;
    int i, active = COUNT;
    long count = 0;

    status = workosds_client_new(NULL, NULL, &client, &error);
    /* [start] */
    for (i = 0; i < COUNT && status == WORKOSDS_OK; i++) {
        workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
        int32_t fd = -1;

        query.directory = directories[i];
        status = workosds_list_users(client, &query, &users[i], &error);
        if (status == WORKOSDS_OK)
            status = workosds_iterator_set_blocking(users[i], 0, &error);
        if (status == WORKOSDS_OK)
            status = workosds_iterator_fd(users[i], &fd, &error);
        descriptors[i].fd = fd;
        descriptors[i].events = POLLIN;
        descriptors[i].revents = POLLIN; /* the first `next` sends the request */
    }
    /* [start] */

    /* [loop] */
    while (status == WORKOSDS_OK && active > 0) {
        for (i = 0; i < COUNT && status == WORKOSDS_OK; i++) {
            const workosds_user *user;
            workosds_status step = descriptors[i].revents != 0 ? WORKOSDS_OK : WORKOSDS_PENDING;

            while (step == WORKOSDS_OK) { /* until PENDING, DONE or an error */
                step = workosds_iterator_next_user(users[i], &user, &error);
                if (step == WORKOSDS_OK)
                    count++;
            }
            if (step == WORKOSDS_DONE) {
                descriptors[i].fd = -1; /* poll ignores it */
                active--;
            } else if (step != WORKOSDS_PENDING) {
                status = step;
            }
        }
        if (active > 0 && status == WORKOSDS_OK)
            poll(descriptors, COUNT, -1);
    }
    /* [loop] */

    if (status != WORKOSDS_OK)
        fprintf(stderr, "%s\n", workosds_error_message(error));
    printf("%ld users\n", count);
    workosds_error_free(error);
    for (i = 0; i < COUNT; i++)
        workosds_iterator_free(users[i]);
    workosds_client_free(client);
    return status != WORKOSDS_OK;
}
