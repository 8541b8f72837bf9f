/* Finds a user by email, keeps it after the listing has ended, and reads its custom attributes. */
#include <stdio.h>
#include <workosds.h>

/* [attributes] */
static void print_attributes(const workosds_user *user)
{
    const char *department;
    int64_t number;
    size_t index;

    if (workosds_user_custom_attribute_text(user, "department", &department, NULL))
        printf("works in %s\n", department);
    if (workosds_user_custom_attribute_integer(user, "employee_number", &number))
        printf("number %lld\n", (long long)number);
    for (index = 0; index < workosds_user_custom_attribute_count(user); index++) {
        const char *key = workosds_user_custom_attribute_key_at(user, index, NULL);
        char *json = workosds_user_custom_attribute_json(user, key);
        printf("%s = %s\n", key, json);
        workosds_string_free(json);
    }
}
/* [attributes] */

int main(void)
{
    workosds_client *client = NULL;
    workosds_error *error = NULL;
    workosds_status status = workosds_client_new(NULL, NULL, &client, &error);

    /* [find] */
    workosds_user_query query = WORKOSDS_USER_QUERY_INIT;
    workosds_iterator *users = NULL;
    const workosds_user *user;
    workosds_user *found = NULL;

    query.directory = "directory_123";
    query.email = "ada@example.com";
    if (status == WORKOSDS_OK)
        status = workosds_list_users(client, &query, &users, &error);
    if (status == WORKOSDS_OK)
        status = workosds_iterator_next_user(users, &user, &error);
    if (status == WORKOSDS_OK)
        found = workosds_user_copy(user); /* `user` is valid only with the iterator */
    workosds_iterator_free(users);
    /* [find] */

    if (status != WORKOSDS_OK)
        fprintf(stderr, "%s\n", error != NULL ? workosds_error_message(error) : "no such user");
    printf("%s %s\n", workosds_user_first_name(found), workosds_user_last_name(found));
    print_attributes(found);
    workosds_user_free(found);
    workosds_error_free(error);
    workosds_client_free(client);
    return status != WORKOSDS_OK;
}
