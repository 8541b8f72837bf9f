/* Directories: every field of the sandbox's 21, borrowed and copied. */
#include "fields.h"
#include "sandbox.h"

static workosds_error *error;

/* In each state. */
static void test_every_field(void **state)
{
    json_t *list = sandbox_get("/directories?limit=100");
    const json_t *records = json_object_get(list, "data");
    workosds_iterator *iterator = NULL;
    const workosds_directory *directory = NULL;
    size_t count = 0;

    (void)state;
    assert_ok(workosds_list_directories(shared_client, NULL, &iterator, &error), error);
    while (workosds_iterator_next_directory(iterator, &directory, &error) == WORKOSDS_OK) {
        workosds_directory *copy = workosds_directory_copy(directory);

        assert_directory(json_array_get(records, count), directory);
        assert_directory(json_array_get(records, count), copy);
        workosds_directory_free(copy);
        count++;
    }
    assert_null(error);
    assert_int_equal(count, DIRECTORIES);
    workosds_iterator_free(iterator);
    json_decref(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_field),
    };

    return cmocka_run_group_tests_name("directories", tests, sandbox_start, sandbox_stop);
}
