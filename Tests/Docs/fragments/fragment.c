/* The frame of a block in C that is not a whole program. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <workosds.h>

int main(void)
{
    workosds_client *client = NULL;
    workosds_user *user = NULL;
    workosds_error *error = NULL;
    workosds_status status = workosds_client_new(NULL, NULL, &client, &error);

    if (status == WORKOSDS_OK)
        status = workosds_get_user(client, "directory_user_123", &user, &error);
    if (status != WORKOSDS_OK)
        return 1;
    {
#include "block.c"
    }
    if (status < 0)
        fprintf(stderr, "%s\n", workosds_error_message(error));
    workosds_error_free(error);
    workosds_user_free(user);
    workosds_client_free(client);
    return status < 0;
}
