/* Writes a directory's users as a file in the format of /etc/passwd. */
#ifndef PASSWD_FILE_H
#define PASSWD_FILE_H

#include <stddef.h>
#include <workosds.h>

struct passwd_entry {
    char id[64];
    char name[33];
    char full_name[128];
    int is_active;
    long uid;
};

/* Initialize with {NULL, 0}. */
struct passwd_file {
    struct passwd_entry *entries;
    size_t count;
};

/* Adds a user. One without a usable login name, the part of the email address before the @, is left out.
 * Returns 0 if memory runs out. */
int passwd_file_add(struct passwd_file *file, const workosds_user *user);

/* Replaces the file atomically. A user keeps their uid, which is stored in PATH.uids and never assigned to
 * another user. If two users have the same name, the earlier one gets it. Returns 0 with errno set on
 * failure. */
int passwd_file_write(struct passwd_file *file, const char *path);

void passwd_file_free(struct passwd_file *file);

#endif
