/* A file of lines like those of /etc/passwd, made of a directory's users. */
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

/* Starts as {NULL, 0}. */
struct passwd_file {
    struct passwd_entry *entries;
    size_t count;
};

/* Adds a user. One without a usable login name, the part of the email address before the @, is left out.
 * Returns 0 where memory is short. */
int passwd_file_add(struct passwd_file *file, const workosds_user *user);

/* Replaces the file in one step. A user keeps their uid, and no other user ever gets it: PATH.uids
 * remembers it. Of two users with one name the one that was there first has it. Returns 0 with errno set. */
int passwd_file_write(struct passwd_file *file, const char *path);

void passwd_file_free(struct passwd_file *file);

#endif
