/* The expected lists, fetched while nothing fails, and listings compared with them. */
#ifndef TRUTH_H
#define TRUTH_H

#include "process.h"

#include <stdint.h>

struct list {
    char kind; /* 'd'irectories, 'g'roups, 'u'sers */
    char *directory;
    size_t count;
    uint64_t *texts; /* a hash of each record's JSON */
    uint64_t *ids;   /* and one of its id */
};

/* All lists of groups and users, and that of directories. */
size_t truth_fetch(workosds_client *client, struct list **lists);
void truth_free(struct list *lists, size_t count);

/* How a listing reads its records. */
struct manner {
    int32_t page_size;
    int as_text;
    int is_polling; /* waits in `poll`, like an event loop */
};

/* Lists again and returns the final status. A wrong record or an early end exits the program. */
workosds_status truth_compare(workosds_client *client, const struct list *list, struct manner manner,
                              workosds_error **error);

#endif
