/* Structs that begin with their size, from older and from newer headers. */
#include "check.h"

static workosds_client *client;

/* Passes one of the structs to its function. */
typedef workosds_status (*attempt)(const void *structure, workosds_error **error);

static workosds_status make_client(const void *structure, workosds_error **error)
{
    workosds_client *made = NULL;
    workosds_status status = workosds_client_new("sk_test", structure, &made, error);

    assert_int_equal(made != NULL, status == WORKOSDS_OK);
    workosds_client_free(made);
    return status;
}

static workosds_status finish(workosds_status status, workosds_iterator **iterator)
{
    assert_int_equal(*iterator != NULL, status == WORKOSDS_OK);
    workosds_iterator_free(*iterator);
    return status;
}

static workosds_status list_directories(const void *structure, workosds_error **error)
{
    workosds_iterator *iterator = NULL;

    return finish(workosds_list_directories(client, structure, &iterator, error), &iterator);
}

static workosds_status list_groups(const void *structure, workosds_error **error)
{
    workosds_iterator *iterator = NULL;

    return finish(workosds_list_groups(client, structure, &iterator, error), &iterator);
}

static workosds_status list_users(const void *structure, workosds_error **error)
{
    workosds_iterator *iterator = NULL;

    return finish(workosds_list_users(client, structure, &iterator, error), &iterator);
}

static const workosds_client_options options = WORKOSDS_CLIENT_OPTIONS_INIT;
static const workosds_directory_query directory_query = WORKOSDS_DIRECTORY_QUERY_INIT;
static workosds_group_query group_query = WORKOSDS_GROUP_QUERY_INIT;
static workosds_user_query user_query = WORKOSDS_USER_QUERY_INIT;

/* Each struct and its last member, which an older header lacks. */
static const struct {
    attempt call;
    const void *structure;
    size_t size;
    size_t last_member;
} structures[] = {
    {make_client, &options, sizeof(options), offsetof(workosds_client_options, on_attempt)},
    {list_directories, &directory_query, sizeof(directory_query), offsetof(workosds_directory_query, search)},
    {list_groups, &group_query, sizeof(group_query), offsetof(workosds_group_query, user)},
    {list_users, &user_query, sizeof(user_query), offsetof(workosds_user_query, email)},
};

/* A copy of the struct in a block of exactly struct_size, so that valgrind detects a read beyond it. */
static unsigned char *copy_of(size_t index, size_t block, size_t struct_size)
{
    unsigned char *copy = calloc(1, block);
    size_t known = structures[index].size;

    assert_non_null(copy);
    memcpy(copy, structures[index].structure, known < block ? known : block);
    memcpy(copy, &struct_size, sizeof(struct_size));
    return copy;
}

static void test_init_macros(void **state)
{
    workosds_error *error = NULL;
    size_t index;
    size_t byte;

    (void)state;
    for (index = 0; index < COUNT(structures); index++) {
        unsigned char *copy = copy_of(index, structures[index].size, structures[index].size);

        assert_memory_equal(copy, structures[index].structure, structures[index].size);
        assert_ok(structures[index].call(copy, &error), error);
        free(copy);
    }
    for (byte = sizeof(size_t); byte < sizeof(options); byte++)
        assert_int_equal(((const unsigned char *)&options)[byte], 0);
}

static void test_smaller_struct(void **state)
{
    workosds_error *error = NULL;
    size_t index;

    (void)state;
    for (index = 0; index < COUNT(structures); index++) {
        size_t size = structures[index].last_member;
        unsigned char *copy = copy_of(index, size, size);

        assert_ok(structures[index].call(copy, &error), error);
        free(copy);
    }
}

/* Bytes after struct_size do not belong to the struct, even if they look like a member. */
static void test_nothing_is_read_beyond_the_size(void **state)
{
    workosds_error *error = NULL;
    size_t index;

    (void)state;
    for (index = 0; index < COUNT(structures); index++) {
        unsigned char *copy = copy_of(index, structures[index].size, structures[index].last_member);

        memset(copy + structures[index].last_member, 0x01,
               structures[index].size - structures[index].last_member);
        assert_ok(structures[index].call(copy, &error), error);
        free(copy);
    }
}

static void test_larger_struct(void **state)
{
    workosds_error *error = NULL;
    size_t index;

    (void)state;
    for (index = 0; index < COUNT(structures); index++) {
        size_t size = structures[index].size + 24;
        unsigned char *copy = copy_of(index, size, size);

        assert_ok(structures[index].call(copy, &error), error);
        copy[size - 1] = 1;
        assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT, structures[index].call(copy, &error), error);
        copy[size - 1] = 0;
        copy[structures[index].size] = 1;
        assert_fails(WORKOSDS_ERROR_INVALID_ARGUMENT, structures[index].call(copy, &error), error);
        free(copy);
    }
}

static void test_size_not_set(void **state)
{
    static const size_t sizes[] = {0, 1, sizeof(size_t) - 1, SIZE_MAX, (size_t)PTRDIFF_MAX + 1};
    workosds_error *error = NULL;
    size_t index;
    size_t size;

    (void)state;
    for (index = 0; index < COUNT(structures); index++) {
        for (size = 0; size < COUNT(sizes); size++) {
            unsigned char *copy = copy_of(index, structures[index].size, sizes[size]);

            assert_status(WORKOSDS_ERROR_INVALID_ARGUMENT, structures[index].call(copy, &error), error);
            assert_contains(workosds_error_message(error), "struct_size");
            forget(&error);
            free(copy);
        }
    }
}

static int start(void **state)
{
    workosds_client_options defaults = test_options("http://127.0.0.1:9");

    (void)state;
    group_query.directory = "directory_1";
    user_query.directory = "directory_1";
    client = new_client("sk_test", &defaults);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    workosds_client_free(client);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_init_macros),
        cmocka_unit_test(test_smaller_struct),
        cmocka_unit_test(test_nothing_is_read_beyond_the_size),
        cmocka_unit_test(test_larger_struct),
        cmocka_unit_test(test_size_not_set),
    };

    return cmocka_run_group_tests_name("growth", tests, start, stop);
}
