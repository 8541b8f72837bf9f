#include <sqlite3.h>

/* SQLITE_TRANSIENT is a cast, which Swift does not import. An empty text may have a NULL address, which
 * SQLite would store as NULL. */
static inline int csqlite_bind_copied_text(sqlite3_stmt *statement, int index, const char *text, int length)
{
    return sqlite3_bind_text(statement, index, text ? text : "", length, SQLITE_TRANSIENT);
}

static inline void csqlite_result_copied_text(sqlite3_context *context, const void *text, int length)
{
    sqlite3_result_text(context, text ? text : "", length, SQLITE_TRANSIENT);
}

/* Takes effect before the first connection is opened. */
static inline void csqlite_set_statement_journal_limit(int bytes)
{
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, bytes);
}

/* A cursor of a virtual table, with the rows it iterates over. */
typedef struct csqlite_cursor {
    sqlite3_vtab_cursor base;
    void *content;
} csqlite_cursor;

/* A virtual table, with the state that its cursors share. */
typedef struct csqlite_table {
    sqlite3_vtab base;
    void *cache;
} csqlite_table;
