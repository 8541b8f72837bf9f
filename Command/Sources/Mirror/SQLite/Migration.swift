/// Migrates a file of an earlier version to the current one, in one transaction. `PRAGMA user_version` says which it
/// has.
enum Migration {
    /// "WODS", which identifies a mirror.
    static let applicationID = 0x574F_4453

    /// The definitions of a new file.
    static var everything: String { SQLiteStore.words.translate(Schema.everything) + marks }

    private static let marks = "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(Schema.version)"

    static func run(_ store: SQLiteStore) throws {
        let version = try store.count("PRAGMA user_version")
        guard version < Schema.version else { return }
        try store.begin()
        if version == 0 {
            // Empty, or with a list of migrations from a process that ended before the first one.
            try store.script("DROP TABLE IF EXISTS grdb_migrations;" + everything)
        } else {
            if version == 1 { try store.script(toVersion2) }
            if version < 3 { try store.script(SQLiteStore.words.translate(toVersion3)) }
            try store.script(SQLiteStore.words.translate(Schema.leftOut) + marks)
        }
        try store.commit()
    }

    private static let toVersion2 = """
        CREATE TABLE applied_events (
            id TEXT NOT NULL PRIMARY KEY, created_at TEXT, type TEXT, subject TEXT
        ) WITHOUT ROWID;
        ALTER TABLE changes ADD COLUMN event_created_at TEXT;
        ALTER TABLE mirror_state ADD COLUMN listed_event_at TEXT;
        """

    /// A listing in progress starts over. The ids of `changes` continue.
    private static var toVersion3: String {
        """
        DROP TABLE IF EXISTS grdb_migrations;
        \(Schema.dropStaging)
        DROP INDEX IF EXISTS applied_events_by_subject;
        ALTER TABLE applied_events RENAME TO earlier_applied_events;
        ALTER TABLE changes RENAME TO earlier_changes;
        ALTER TABLE mirror_state RENAME TO earlier_mirror_state;
        DROP INDEX changes_by_user;
        DROP INDEX changes_by_group;
        \(Schema.changes)
        \(Schema.state)
        \(Schema.memory)
        \(Schema.staging(ofFirstRun: false))
        INSERT INTO changes (id, changed_at, kind, action, directory_id, group_id, user_id, source, event_id,
            event_created_at, previous)
        SELECT id, changed_at, kind, action, directory_id, group_id, user_id, source, event_id, event_created_at,
            previous FROM earlier_changes ORDER BY id;
        INSERT INTO applied_events (id, created_at, type, subject, applied_at)
        SELECT id, created_at, type, subject, coalesce(created_at, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
        FROM earlier_applied_events;
        REPLACE INTO mirror_state (id, event_cursor, event_cursor_at, caught_up_at, listed_at, listed_event_at,
            last_cycle_at, last_success_at, last_error, last_error_at, listing_due)
        SELECT id, event_cursor, event_cursor_at, caught_up_at, listed_at, listed_event_at, last_cycle_at,
            last_success_at, last_error, last_error_at, listing_due FROM earlier_mirror_state;
        INSERT INTO directory_states (directory_id, listed_at, members_listed_at)
        SELECT directories.id, mirror_state.listed_at, mirror_state.listed_at FROM directories, mirror_state;
        DROP TABLE earlier_changes;
        DROP TABLE earlier_applied_events;
        DROP TABLE earlier_mirror_state;

        """
    }
}
