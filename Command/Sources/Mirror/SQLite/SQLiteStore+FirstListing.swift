/// The tables that were filled become the mirror's, in one small transaction, however much is in them. What others made
/// on the empty tables, views, indices and triggers, stays.
extension SQLiteStore {
    private static let tables = ["directories", "groups", "users", "memberships"]

    func resetStaging(ofFirstRun isFirst: Bool) throws {
        try script(Schema.dropStaging + Self.words.translate(Schema.staging(ofFirstRun: isFirst)))
    }

    func adoptFirstListing(except incomplete: [String], _ note: () throws -> Void) throws {
        try commit()
        // With them ALTER TABLE changes what the tables say of each other as well; without legacy_alter_table it would
        // stop at a view of somebody's.
        try script("PRAGMA foreign_keys = ON; PRAGMA legacy_alter_table = ON")
        defer { try? script("PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = OFF") }
        try transaction {
            try takeOver(except: incomplete)
            try note()
        }
    }

    private func takeOver(except incomplete: [String]) throws {
        let others = try query(
            """
            SELECT sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL
            AND tbl_name IN ('directories', 'groups', 'users', 'memberships')
            AND name NOT IN (\(Schema.recordIndexNames.map { "'\($0)'" }.joined(separator: ", ")))
            """
        ).compactMap { $0.text("sql") }
        for table in Self.tables.reversed() { try script("DROP TABLE \(table)") }
        for table in Self.tables { try script("ALTER TABLE staging_\(table) RENAME TO \(table)") }
        try script(
            Self.words.translate(Schema.recordTables(prefix: "staging_", references: nil) + Schema.stagingIndices))
        for directory in incomplete { try putBack(directory) }
        try script(Self.words.translate(Schema.recordIndices))
        for sql in others { try script(sql) }
    }

    /// What was listed so far of a directory that is not complete.
    private func putBack(_ directory: String) throws {
        let id: [Value] = [.text(directory)]
        let inDirectory = "group_id IN (SELECT id FROM groups WHERE directory_id = ?1)"
        try execute("INSERT INTO staging_memberships SELECT * FROM memberships WHERE \(inDirectory)", id)
        try execute("DELETE FROM memberships WHERE \(inDirectory)", id)
        for table in ["groups", "users"] {
            try execute("INSERT INTO staging_\(table) SELECT * FROM \(table) WHERE directory_id = ?1", id)
            try execute("DELETE FROM \(table) WHERE directory_id = ?1", id)
        }
        try execute("INSERT INTO staging_directories SELECT * FROM directories WHERE id = ?1", id)
        try execute("DELETE FROM directories WHERE id = ?1", id)
    }
}
