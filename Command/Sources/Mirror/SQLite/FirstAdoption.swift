/// Makes the first listing the mirror's content: the tables that were filled become the mirror's, in one small
/// transaction, however much is in them. What others made on the empty tables, views, indices and triggers, stays.
struct FirstAdoption {
    private static let tables = ["directories", "groups", "users", "memberships"]
    private let store: any Store

    init(_ store: any Store) { self.store = store }

    func run() throws {
        try store.commit()
        // With them ALTER TABLE changes what the tables say of each other as well; without legacy_alter_table it would
        // stop at a view of somebody's.
        try store.script("PRAGMA foreign_keys = ON; PRAGMA legacy_alter_table = ON")
        defer { try? store.script("PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = OFF") }
        try store.transaction { try takeOver() }
    }

    private func takeOver() throws {
        let incomplete = try store.query(
            "SELECT directory_id FROM staging_directory_listings WHERE finished_at IS NULL"
        ).compactMap { $0.text("directory_id") }
        let others = try store.query(
            """
            SELECT sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL
            AND tbl_name IN ('directories', 'groups', 'users', 'memberships')
            AND name NOT IN (\(Schema.recordIndexNames.map { "'\($0)'" }.joined(separator: ", ")))
            """
        ).compactMap { $0.text("sql") }
        for table in Self.tables.reversed() { try store.script("DROP TABLE \(table)") }
        for table in Self.tables { try store.script("ALTER TABLE staging_\(table) RENAME TO \(table)") }
        try store.script(Schema.recordTables(prefix: "staging_", references: nil) + Schema.stagingIndices)
        for directory in incomplete { try putBack(directory) }
        try store.script(Schema.recordIndices)
        for sql in others { try store.script(sql) }
        try noteContent()
    }

    /// What was listed so far of a directory that is not complete.
    private func putBack(_ directory: String) throws {
        let id: [Value] = [.text(directory)]
        let inDirectory = "group_id IN (SELECT id FROM groups WHERE directory_id = ?1)"
        try store.execute("INSERT INTO staging_memberships SELECT * FROM memberships WHERE \(inDirectory)", id)
        try store.execute("DELETE FROM memberships WHERE \(inDirectory)", id)
        for table in ["groups", "users"] {
            try store.execute("INSERT INTO staging_\(table) SELECT * FROM \(table) WHERE directory_id = ?1", id)
            try store.execute("DELETE FROM \(table) WHERE directory_id = ?1", id)
        }
        try store.execute("INSERT INTO staging_directories SELECT * FROM directories WHERE id = ?1", id)
        try store.execute("DELETE FROM directories WHERE id = ?1", id)
    }

    /// `changes` begins with one row for each directory: from here on it tells of everything.
    private func noteContent() throws {
        let cause = Cause(source: Cause.firstRun, changedAt: .now)
        try store.log(.directories, "snapshot", where: "true", cause)
        try store.execute(
            """
            INSERT INTO directory_states (directory_id, listed_at, members_listed_at)
            SELECT directory_id, started_at, finished_at FROM staging_directory_listings WHERE finished_at IS NOT NULL
            ON CONFLICT (directory_id) DO UPDATE SET listed_at = excluded.listed_at,
                members_listed_at = excluded.members_listed_at, problem = NULL, problem_at = NULL
            """)
        try forgetListings()
        try store.execute("DELETE FROM staging_directory_listings WHERE finished_at IS NOT NULL")
        try store.execute(
            """
            UPDATE mirror_state SET (listed_at, listed_event_at) = (SELECT started_at, started_at FROM staging_generation)
            """)
    }

    private func forgetListings() throws {
        let open = "SELECT 1 FROM staging_directory_listings WHERE finished_at IS NULL"
        guard try store.exists(open) else {
            // Without a condition SQLite drops the pages and looks at no row.
            try store.script("DELETE FROM staging_seen; DELETE FROM staging_listings")
            return
        }
        for (table, column) in [("seen", "abs(listing)"), ("listings", "number")] {
            try store.execute(
                """
                DELETE FROM staging_\(table) WHERE \(column) IN (SELECT number FROM staging_listings
                    JOIN staging_directory_listings USING (directory_id) WHERE finished_at IS NOT NULL)
                """)
        }
    }
}
