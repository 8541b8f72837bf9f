import GRDB

/// The file's tables, and the way to them from every version there was. `user_version` is the number of the last step.
enum Schema {
    /// "WODS": tells a mirror from any other SQLite file.
    static let applicationID: Int64 = 0x574F_4453
    static let version = 2

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: firstTables)
            try createStaging(db)
            try db.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = 1")
        }
        // Events are known again by their ids, and a late one is told by what happened after it.
        migrator.registerMigration("2") { db in
            try dropStaging(db)
            try createStaging(db)
            try db.execute(
                sql: """
                    CREATE TABLE applied_events (
                        id TEXT NOT NULL PRIMARY KEY, created_at TEXT, type TEXT, subject TEXT
                    ) WITHOUT ROWID;
                    CREATE INDEX applied_events_by_subject ON applied_events (subject, created_at)
                    WHERE subject IS NOT NULL;
                    ALTER TABLE changes ADD COLUMN event_created_at TEXT;
                    ALTER TABLE mirror_state ADD COLUMN listed_event_at TEXT;
                    PRAGMA user_version = 2;
                    """)
        }
        return migrator
    }

    private static let firstTables = """
        \(recordTables(prefix: ""))
        \(recordIndices)
        CREATE TABLE changes (
            id INTEGER PRIMARY KEY,
            changed_at TEXT NOT NULL,
            kind TEXT NOT NULL,
            action TEXT NOT NULL,
            directory_id TEXT NOT NULL,
            group_id TEXT,
            user_id TEXT,
            source TEXT NOT NULL,
            event_id TEXT,
            previous TEXT
        );
        CREATE INDEX changes_by_user ON changes (user_id) WHERE user_id IS NOT NULL;
        CREATE INDEX changes_by_group ON changes (group_id) WHERE group_id IS NOT NULL;

        CREATE TABLE mirror_state (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            event_cursor TEXT,
            event_cursor_at TEXT,
            caught_up_at TEXT,
            listed_at TEXT,
            last_cycle_at TEXT,
            last_success_at TEXT,
            last_error TEXT,
            last_error_at TEXT,
            listing_due TEXT
        );
        INSERT INTO mirror_state (id) VALUES (1);
        """

    /// `prefix` "staging_" for those of a listing that is not complete yet.
    static func recordTables(prefix: String) -> String {
        """
        CREATE TABLE \(prefix)directories (
            id TEXT NOT NULL PRIMARY KEY,
            organization_id TEXT, external_key TEXT, domain TEXT, name TEXT, type TEXT, state TEXT,
            created_at TEXT, updated_at TEXT,
            record TEXT NOT NULL
        );
        CREATE TABLE \(prefix)groups (
            id TEXT NOT NULL PRIMARY KEY,
            directory_id TEXT NOT NULL REFERENCES \(prefix)directories (id) ON DELETE CASCADE,
            organization_id TEXT, idp_id TEXT, name TEXT, created_at TEXT, updated_at TEXT,
            record TEXT NOT NULL
        );
        CREATE TABLE \(prefix)users (
            id TEXT NOT NULL PRIMARY KEY,
            directory_id TEXT NOT NULL REFERENCES \(prefix)directories (id) ON DELETE CASCADE,
            organization_id TEXT, idp_id TEXT, email TEXT, first_name TEXT, last_name TEXT, name TEXT, state TEXT,
            role TEXT, roles TEXT, job_title TEXT, username TEXT, created_at TEXT, updated_at TEXT,
            custom_attributes TEXT,
            record TEXT NOT NULL
        );
        CREATE TABLE \(prefix)memberships (
            group_id TEXT NOT NULL REFERENCES \(prefix)groups (id) ON DELETE CASCADE,
            user_id TEXT NOT NULL REFERENCES \(prefix)users (id) ON DELETE CASCADE,
            PRIMARY KEY (group_id, user_id)
        ) WITHOUT ROWID;
        """
    }

    /// The tables while they are being filled go without: an index is made faster once all rows are there.
    static let recordIndices = """
        CREATE INDEX groups_by_directory ON groups (directory_id);
        CREATE INDEX users_by_directory ON users (directory_id);
        CREATE INDEX users_by_email ON users (email);
        CREATE INDEX memberships_by_user ON memberships (user_id);
        """

    private static let listingTables = """
        CREATE TABLE staging_generation (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            started_at TEXT NOT NULL,
            reason TEXT NOT NULL,
            event_cursor TEXT,
            event_cursor_at TEXT
        );
        CREATE TABLE staging_listings (
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            directory_id TEXT NOT NULL,
            cursor TEXT,
            is_done INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (kind, id)
        ) WITHOUT ROWID;
        CREATE INDEX staging_listings_open ON staging_listings (directory_id, kind) WHERE is_done = 0;
        """

    static func createStaging(_ db: Database) throws {
        try db.execute(sql: recordTables(prefix: "staging_") + listingTables)
    }

    static func dropStaging(_ db: Database) throws {
        for table in ["memberships", "users", "groups", "directories", "generation", "listings"] {
            try db.execute(sql: "DROP TABLE IF EXISTS staging_\(table)")
        }
    }
}
