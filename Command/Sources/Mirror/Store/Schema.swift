/// The tables of a mirror. What databases call differently is a word in capitals that `SchemaWords` translates.
enum Schema {
    /// Each database stores it differently, and has its own migrations from earlier versions.
    static let version = 4

    static var everything: String {
        recordTables(prefix: "", references: "") + recordIndices + changes + state + leftOut + memory
            + staging(ofFirstRun: true)
    }

    /// `prefix` is "staging_" for the tables of a listing in progress. `references` is the prefix of the referenced
    /// tables; nil if the rows are not complete without the other tables.
    static func recordTables(prefix: String, references: String?) -> String {
        func parent(_ table: String) -> String {
            references.map { " REFERENCES \($0)\(table) (id) ON DELETE CASCADE" } ?? ""
        }
        return """
            CREATE TABLE \(prefix)directories (
                id TEXT NOT NULL PRIMARY KEY,
                organization_id TEXT, external_key TEXT, domain TEXT, name TEXT, type TEXT, state TEXT,
                created_at TEXT, updated_at TEXT,
                record JSON NOT NULL
            );
            CREATE TABLE \(prefix)groups (
                id TEXT NOT NULL PRIMARY KEY,
                directory_id TEXT NOT NULL\(parent("directories")),
                organization_id TEXT, idp_id TEXT, name TEXT, created_at TEXT, updated_at TEXT,
                record JSON NOT NULL
            );
            CREATE TABLE \(prefix)users (
                id TEXT NOT NULL PRIMARY KEY,
                directory_id TEXT NOT NULL\(parent("directories")),
                organization_id TEXT, idp_id TEXT, email TEXT, first_name TEXT, last_name TEXT, name TEXT, state TEXT,
                role TEXT, roles JSON, job_title TEXT, username TEXT, created_at TEXT, updated_at TEXT,
                custom_attributes JSON,
                record JSON NOT NULL
            );
            CREATE TABLE \(prefix)memberships (
                group_id TEXT NOT NULL\(parent("groups")),
                user_id TEXT NOT NULL\(parent("users")),
                PRIMARY KEY (group_id, user_id)
            ) KEYED_ROWS;

            """
    }

    /// The first run creates these after filling the tables, which is faster.
    static let recordIndices = """
        CREATE INDEX groups_by_directory ON groups (directory_id);
        CREATE INDEX users_by_directory ON users (directory_id);
        CREATE INDEX users_by_email ON users BY_LONG_TEXT (email);
        CREATE INDEX memberships_by_user ON memberships (user_id);

        """
    static let recordIndexNames = [
        "groups_by_directory", "users_by_directory", "users_by_email", "memberships_by_user",
    ]

    /// An id is never used twice, though the oldest rows are pruned.
    static let changes = """
        CREATE TABLE changes (
            id CHANGE_NUMBER,
            changed_at TEXT NOT NULL,
            kind TEXT NOT NULL,
            action TEXT NOT NULL,
            directory_id TEXT NOT NULL,
            group_id TEXT,
            user_id TEXT,
            source TEXT NOT NULL,
            event_id TEXT,
            event_created_at TEXT,
            previous JSON,
            record JSON
        );
        CREATE INDEX changes_by_user ON changes (user_id) WHERE user_id IS NOT NULL;
        CREATE INDEX changes_by_group ON changes (group_id) WHERE group_id IS NOT NULL;
        CREATE INDEX changes_by_time ON changes (changed_at);

        """

    static let state = """
        CREATE TABLE mirror_state (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            event_cursor TEXT,
            event_cursor_at TEXT,
            events_since TEXT,
            caught_up_at TEXT,
            listed_at TEXT,
            listed_event_at TEXT,
            listing_due TEXT,
            last_cycle_at TEXT,
            last_success_at TEXT,
            last_error TEXT,
            last_error_at TEXT,
            failures INTEGER NOT NULL DEFAULT 0,
            base_url TEXT,
            key_digest TEXT,
            scope TEXT
        );
        INSERT INTO mirror_state (id) VALUES (1);
        CREATE TABLE directory_states (
            directory_id TEXT NOT NULL PRIMARY KEY,
            listed_at TEXT,
            members_listed_at TEXT,
            listing_due TEXT,
            problem TEXT,
            problem_at TEXT,
            held TEXT,
            held_at TEXT
        ) KEYED_ROWS;
        CREATE TABLE held_removals (
            directory_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            group_id TEXT NOT NULL,
            user_id TEXT NOT NULL,
            PRIMARY KEY (directory_id, kind, group_id, user_id)
        ) KEYED_ROWS;

        """

    /// Records that cannot be stored.
    static let leftOut = """
        CREATE TABLE left_out_records (
            directory_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            PRIMARY KEY (directory_id, kind, id)
        ) KEYED_ROWS;

        """

    /// Applied events, records deleted by them, and inquiries caused by them.
    static let memory = """
        CREATE TABLE applied_events (
            id TEXT NOT NULL PRIMARY KEY, created_at TEXT, type TEXT, subject TEXT, applied_at TEXT
        ) KEYED_ROWS;
        CREATE INDEX applied_events_by_subject ON applied_events (subject, created_at) WHERE subject IS NOT NULL;
        CREATE INDEX applied_events_by_time ON applied_events (applied_at);
        CREATE TABLE deleted_records (
            id TEXT NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL,
            directory_id TEXT NOT NULL,
            deleted_at TEXT NOT NULL,
            times_listed INTEGER NOT NULL DEFAULT 0
        ) KEYED_ROWS;
        CREATE INDEX deleted_records_by_time ON deleted_records (deleted_at);
        CREATE TABLE membership_inquiries (user_id TEXT NOT NULL PRIMARY KEY, asked_at TEXT NOT NULL) KEYED_ROWS;

        """

    /// A listing in progress: rows that differ from the tables above, and the seen ids. The first run's tables become
    /// the mirror's, and have no indexes until they are filled.
    static func staging(ofFirstRun isFirst: Bool) -> String {
        recordTables(prefix: "staging_", references: isFirst ? "staging_" : nil) + (isFirst ? "" : stagingIndices) + """
            CREATE TABLE staging_generation (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                started_at TEXT NOT NULL,
                reason TEXT NOT NULL,
                directories_listed_at TEXT
            );
            CREATE TABLE staging_directory_listings (
                directory_id TEXT NOT NULL PRIMARY KEY,
                started_at TEXT NOT NULL,
                finished_at TEXT
            ) KEYED_ROWS;
            CREATE TABLE staging_listings (
                number ROW_NUMBER,
                kind TEXT NOT NULL,
                id TEXT NOT NULL,
                directory_id TEXT NOT NULL,
                cursor TEXT,
                is_done INTEGER NOT NULL DEFAULT 0,
                UNIQUE (kind, id)
            );
            CREATE INDEX staging_listings_open ON staging_listings (directory_id, kind, is_done, id);
            CREATE TABLE staging_seen (
                listing INTEGER NOT NULL,
                id TEXT NOT NULL CHECK (IS_USABLE_ID),
                PRIMARY KEY (listing, id)
            ) KEYED_ROWS;
            CREATE TABLE staging_removed_memberships (
                directory_id TEXT NOT NULL, group_id TEXT NOT NULL, user_id TEXT NOT NULL,
                PRIMARY KEY (directory_id, group_id, user_id)
            ) KEYED_ROWS;

            """
    }

    static let stagingTables = [
        "memberships", "users", "groups", "directories", "generation", "directory_listings", "listings", "seen",
        "removed_memberships",
    ].map { "staging_\($0)" }

    static var dropStaging: String { stagingTables.map { "DROP TABLE IF EXISTS \($0);\n" }.joined() }
}

extension Schema {
    static let stagingIndices = """
        CREATE INDEX IF NOT EXISTS staging_users_by_directory ON staging_users (directory_id, id);
        CREATE INDEX IF NOT EXISTS staging_groups_by_directory ON staging_groups (directory_id, id);

        """
}
