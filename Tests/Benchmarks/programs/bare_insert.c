/*
 * SQLite's time for a mirror's rows. Reads them into memory from a file written by the mirror, and measures
 * inserting them into an empty file with the same tables and settings, in transactions of 2,000 rows.
 *
 * bare_insert --from FILE --to FILE
 */
#define _POSIX_C_SOURCE 200809L
#include "measurement.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_IN_A_TRANSACTION 2000

typedef struct row_list {
    sqlite3_value **values;
    size_t count;
    int columns;
} row_list;

static sqlite3 *database;

static void check(int result)
{
    if (result == SQLITE_OK || result == SQLITE_DONE || result == SQLITE_ROW)
        return;
    fprintf(stderr, "bare_insert: %s\n", sqlite3_errmsg(database));
    exit(1);
}

static void execute(const char *sql)
{
    check(sqlite3_exec(database, sql, NULL, NULL, NULL));
}

static sqlite3_stmt *prepared(const char *sql)
{
    sqlite3_stmt *statement;
    check(sqlite3_prepare_v2(database, sql, -1, &statement, NULL));
    return statement;
}

static row_list read_rows(const char *table)
{
    char sql[128];
    row_list rows = {NULL, 0, 0};
    size_t room = 0;
    int column;
    sqlite3_stmt *statement;

    snprintf(sql, sizeof sql, "SELECT * FROM source.%s", table);
    statement = prepared(sql);
    rows.columns = sqlite3_column_count(statement);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        if (rows.count == room) {
            room = room * 2 + 1024;
            rows.values = realloc(rows.values, room * (size_t)rows.columns * sizeof *rows.values);
        }
        for (column = 0; column < rows.columns; column++)
            rows.values[rows.count * (size_t)rows.columns + (size_t)column] =
                sqlite3_value_dup(sqlite3_column_value(statement, column));
        rows.count++;
    }
    sqlite3_finalize(statement);
    return rows;
}

static void insert_rows(const char *table, const row_list *rows)
{
    char sql[256];
    size_t index;
    int column;
    sqlite3_stmt *statement;

    snprintf(sql, sizeof sql, "INSERT INTO main.%s VALUES (?", table);
    for (column = 1; column < rows->columns; column++)
        strcat(sql, ", ?");
    strcat(sql, ")");
    statement = prepared(sql);
    execute("BEGIN");
    for (index = 0; index < rows->count; index++) {
        sqlite3_value **values = rows->values + index * (size_t)rows->columns;
        for (column = 0; column < rows->columns; column++) {
            if (sqlite3_value_type(values[column]) == SQLITE_NULL)
                sqlite3_bind_null(statement, column + 1);
            else
                sqlite3_bind_text(statement, column + 1, (const char *)sqlite3_value_text(values[column]),
                                  sqlite3_value_bytes(values[column]), SQLITE_STATIC);
        }
        check(sqlite3_step(statement));
        sqlite3_reset(statement);
        if (index % ROWS_IN_A_TRANSACTION == ROWS_IN_A_TRANSACTION - 1)
            execute("COMMIT; BEGIN");
    }
    execute("COMMIT");
    sqlite3_finalize(statement);
}

static void copy_schema(const char *kind)
{
    char sql[256];
    sqlite3_stmt *statement;

    snprintf(sql, sizeof sql,
             "SELECT sql FROM source.sqlite_master WHERE sql IS NOT NULL AND type = '%s' AND tbl_name IN "
             "('directories', 'groups', 'users', 'memberships')",
             kind);
    statement = prepared(sql);
    while (sqlite3_step(statement) == SQLITE_ROW)
        execute((const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
}

int main(int count, char **arguments)
{
    static const char *const tables[] = {"directories", "groups", "users", "memberships"};
    row_list rows[4];
    size_t index;
    char attach[4096];
    measurement run;

    check(sqlite3_open(option(count, arguments, "--to", ""), &database));
    snprintf(attach, sizeof attach, "ATTACH '%s' AS source", option(count, arguments, "--from", ""));
    execute(attach);
    execute("PRAGMA main.journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; "
            "PRAGMA foreign_keys = ON");
    for (index = 0; index < 4; index++)
        rows[index] = read_rows(tables[index]);
    copy_schema("table");

    run = measurement_begin();
    for (index = 0; index < 4; index++)
        insert_rows(tables[index], &rows[index]);
    copy_schema("index");
    execute("PRAGMA main.wal_checkpoint(TRUNCATE)");
    run.users = (long)rows[2].count;
    measurement_print(&run);
    return 0;
}
