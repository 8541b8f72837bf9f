#define _POSIX_C_SOURCE 200809L
#include "passwd_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_UID = 10000, PATH_SIZE = 4096 };

typedef void (*print_entries)(FILE *output, const struct passwd_file *file);

/* Makes room for one more: doubles the capacity if the count is a power of two. */
static int grow(struct passwd_file *file)
{
    struct passwd_entry *entries;

    if ((file->count & (file->count - 1)) != 0)
        return 1;
    entries = realloc(file->entries, (file->count == 0 ? 1 : file->count * 2) * sizeof *entries);
    if (entries != NULL)
        file->entries = entries;
    return entries != NULL;
}

static int set_name(struct passwd_entry *entry, const char *email)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";
    size_t length = email != NULL ? strcspn(email, "@") : 0;
    size_t index;

    if (length == 0 || length >= sizeof entry->name)
        return 0;
    for (index = 0; index < length; index++) {
        char character = email[index];
        if (character >= 'A' && character <= 'Z')
            character = (char)(character - 'A' + 'a');
        if (strchr(allowed, character) == NULL)
            return 0;
        entry->name[index] = character;
    }
    entry->name[length] = '\0';
    return entry->name[0] >= 'a' && entry->name[0] <= 'z';
}

/* Makes any name a single field of a single line. */
static void set_full_name(struct passwd_entry *entry, const char *first, const char *last)
{
    unsigned char *character;

    snprintf(entry->full_name, sizeof entry->full_name, "%s %s", first != NULL ? first : "",
             last != NULL ? last : "");
    for (character = (unsigned char *)entry->full_name; *character != '\0'; character++) {
        if (*character < 0x20 || *character == 0x7f || *character == ':' || *character == ',')
            *character = ' ';
    }
}

int passwd_file_add(struct passwd_file *file, const workosds_user *user)
{
    const char *id = workosds_user_id(user);
    const char *state = workosds_user_state(user);
    struct passwd_entry *entry;

    if (!grow(file))
        return 0;
    entry = &file->entries[file->count];
    if (id == NULL || strlen(id) >= sizeof entry->id || strpbrk(id, " \t\n") != NULL ||
        !set_name(entry, workosds_user_email(user)))
        return 1;
    snprintf(entry->id, sizeof entry->id, "%s", id);
    set_full_name(entry, workosds_user_first_name(user), workosds_user_last_name(user));
    entry->is_active = state != NULL && strcmp(state, "active") == 0;
    file->count++;
    return 1;
}

void passwd_file_free(struct passwd_file *file)
{
    free(file->entries);
    file->entries = NULL;
    file->count = 0;
}

static int compare_ids(const void *left, const void *right)
{
    return strcmp(((const struct passwd_entry *)left)->id, ((const struct passwd_entry *)right)->id);
}

static int compare_uids(const void *left, const void *right)
{
    long difference = ((const struct passwd_entry *)left)->uid - ((const struct passwd_entry *)right)->uid;
    return (difference > 0) - (difference < 0);
}

static int compare_names(const void *left, const void *right)
{
    int order = strcmp(((const struct passwd_entry *)left)->name, ((const struct passwd_entry *)right)->name);
    return order != 0 ? order : compare_uids(left, right);
}

static void sort(struct passwd_file *file, int (*compare)(const void *, const void *))
{
    if (file->count > 0)
        qsort(file->entries, file->count, sizeof *file->entries, compare);
}

/* Of adjacent entries with an equal member at this offset, keeps the first. */
static void drop_repeated(struct passwd_file *file, size_t member)
{
    size_t kept = 0;
    size_t index;

    for (index = 0; index < file->count; index++) {
        if (kept > 0 &&
            strcmp((char *)&file->entries[kept - 1] + member, (char *)&file->entries[index] + member) == 0)
            continue;
        file->entries[kept++] = file->entries[index];
    }
    file->count = kept;
}

/* Replaces the file atomically with a complete one. */
static int replace(const char *path, print_entries print, const struct passwd_file *file)
{
    char temporary[PATH_SIZE];
    FILE *output;
    int is_written;

    snprintf(temporary, sizeof temporary, "%s.new", path);
    output = fopen(temporary, "w");
    if (output == NULL)
        return 0;
    print(output, file);
    is_written = fflush(output) == 0 && !ferror(output) && fsync(fileno(output)) == 0;
    return fclose(output) == 0 && is_written && rename(temporary, path) == 0;
}

static void print_uids(FILE *output, const struct passwd_file *file)
{
    size_t index;

    for (index = 0; index < file->count; index++)
        fprintf(output, "%ld %s\n", file->entries[index].uid, file->entries[index].id);
}

static void print_passwd(FILE *output, const struct passwd_file *file)
{
    size_t index;

    for (index = 0; index < file->count; index++) {
        const struct passwd_entry *entry = &file->entries[index];
        fprintf(output, "%s:x:%ld:%ld:%s:/home/%s:%s\n", entry->name, entry->uid, entry->uid,
                entry->full_name, entry->name, entry->is_active ? "/bin/sh" : "/usr/sbin/nologin");
    }
}

/* All uids ever assigned, sorted by id. */
static int read_uids(const char *path, struct passwd_file *known)
{
    FILE *input = fopen(path, "r");
    int fields = 2;

    if (input == NULL)
        return errno == ENOENT;
    while (fields == 2) {
        if (!grow(known))
            break;
        fields =
            fscanf(input, "%ld %63s", &known->entries[known->count].uid, known->entries[known->count].id);
        known->count += fields == 2;
    }
    fclose(input);
    sort(known, compare_ids);
    errno = EINVAL;
    return fields == EOF;
}

static int assign_uids(struct passwd_file *file, const char *path)
{
    struct passwd_file known = {NULL, 0};
    int is_done = read_uids(path, &known);
    size_t old_count = known.count;
    long next = FIRST_UID;
    size_t index;

    for (index = 0; index < old_count; index++) {
        if (known.entries[index].uid >= next)
            next = known.entries[index].uid + 1;
    }
    for (index = 0; is_done && index < file->count; index++) {
        struct passwd_entry *entry = &file->entries[index];
        const struct passwd_entry *found =
            old_count > 0 ? bsearch(entry, known.entries, old_count, sizeof *entry, compare_ids) : NULL;
        entry->uid = found != NULL ? found->uid : next;
        if (found != NULL)
            continue;
        next++;
        is_done = grow(&known);
        if (is_done)
            known.entries[known.count++] = *entry;
    }
    if (is_done && known.count > old_count)
        is_done = replace(path, print_uids, &known);
    passwd_file_free(&known);
    return is_done;
}

int passwd_file_write(struct passwd_file *file, const char *path)
{
    char uids_path[PATH_SIZE];

    if (snprintf(uids_path, sizeof uids_path, "%s.uids", path) >= PATH_SIZE - 4) {
        errno = ENAMETOOLONG;
        return 0;
    }
    sort(file, compare_ids);
    drop_repeated(file, offsetof(struct passwd_entry, id));
    /* The uids first, since a uid in a passwd file must never be reassigned. */
    if (!assign_uids(file, uids_path))
        return 0;
    sort(file, compare_names);
    drop_repeated(file, offsetof(struct passwd_entry, name));
    sort(file, compare_uids);
    return replace(path, print_passwd, file);
}
