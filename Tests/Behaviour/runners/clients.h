/* The client of a command, and what its attempts were. */
#ifndef CLIENTS_H
#define CLIENTS_H

#include "records.h"

/* What is noted of attempts, and where. */
typedef struct attempt_notes {
    const json_t *headers; /* the names of those to note */
    json_t *attempts;
} attempt_notes;

workosds_status make_client(const json_t *command, attempt_notes *notes, workosds_client **client,
                            workosds_error **error);

#endif
