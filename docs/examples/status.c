/* All statuses by name, as a binding reads them for its exceptions. */
#include <stdio.h>
#include <workosds.h>

int main(void)
{
    size_t index;

    /* [names] */
    for (index = 0; index < workosds_status_count(); index++) {
        workosds_status status = workosds_status_at(index);
        printf("%4d %s\n", (int)status, workosds_status_name(status));
    }
    /* [names] */
    return 0;
}
