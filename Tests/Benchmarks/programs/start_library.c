/* A process that creates a client and exits. */
#include <workosds.h>

int main(void)
{
    workosds_client *client;
    workosds_status status = workosds_client_new("sk_test_benchmark", NULL, &client, NULL);
    workosds_client_free(client);
    return status != WORKOSDS_OK;
}
