/// Makes the first listing the mirror's content: the tables that were filled become the mirror's, in one small
/// transaction, however much is in them. What others made on the empty tables, views, indices and triggers, stays.
struct FirstAdoption {
    private static let tables = ["directories", "groups", "users", "memberships"]
    private let store: any Store

    init(_ store: any Store) { self.store = store }

    func run() throws {
        try removeOrphans()
        let incomplete = try store.query(
            "SELECT directory_id FROM staging_directory_listings WHERE finished_at IS NULL"
        ).compactMap { $0.text("directory_id") }
        try store.transaction {
            let others = try store.query(
                """
                SELECT sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL
                AND tbl_name IN ('directories', 'groups', 'users', 'memberships')
                AND name NOT IN (\(Schema.recordIndexNames.map { "'\($0)'" }.joined(separator: ", ")))
                """
            ).compactMap { $0.text("sql") }
            for table in Self.tables.reversed() { try store.script("DROP TABLE \(table)") }
            for table in Self.tables { try store.script("ALTER TABLE staging_\(table) RENAME TO \(table)") }
            try store.script(Schema.recordTables(prefix: "staging_"))
            for directory in incomplete { try putBack(directory) }
            try store.script(Schema.recordIndices + Schema.stagingIndices)
            for sql in others { try store.script(sql) }
            try noteContent()
        }
    }

    /// Members who came or went while the groups were listed: events will tell.
    private func removeOrphans() throws {
        try store.transaction {
            try store.execute(
                """
                DELETE FROM staging_memberships WHERE NOT EXISTS (SELECT 1 FROM staging_users WHERE id = user_id)
                OR NOT EXISTS (SELECT 1 FROM staging_groups WHERE id = group_id)
                """)
        }
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
                members_listed_at = excluded.members_listed_at, listing_due = NULL, problem = NULL, problem_at = NULL
            """)
        for table in ["seen", "listings"] {
            let owned =
                "SELECT number FROM staging_listings JOIN staging_directory_listings USING (directory_id) WHERE finished_at IS NOT NULL"
            let column = table == "seen" ? "listing" : "number"
            try store.execute("DELETE FROM staging_\(table) WHERE \(column) IN (\(owned))")
        }
        try store.execute("DELETE FROM staging_directory_listings WHERE finished_at IS NOT NULL")
        try store.execute(
            """
            UPDATE mirror_state SET (listed_at, listed_event_at) = (SELECT started_at, started_at FROM staging_generation)
            """)
    }
}
