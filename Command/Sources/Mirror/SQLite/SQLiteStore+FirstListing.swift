/// Renames the staging tables to the mirror's, in one small transaction for any amount of data. Views, indexes and
/// triggers that users created on the empty tables are kept.
extension SQLiteStore {
    private static let tables = ["directories", "groups", "users", "memberships"]

    func resetStaging(ofFirstRun isFirst: Bool) throws {
        try script(Schema.dropStaging + Self.words.translate(Schema.staging(ofFirstRun: isFirst)))
    }

    func adoptFirstListing(_ note: () throws -> Void) throws {
        try commit()
        // With foreign keys ALTER TABLE also changes the references between the tables; without legacy_alter_table it
        // would fail for users' views.
        try script("PRAGMA foreign_keys = ON; PRAGMA legacy_alter_table = ON")
        defer { try? script("PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = OFF") }
        try transaction {
            try takeOver(except: incompleteDirectories())
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

    /// Keeps the partial listing of an incomplete directory.
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
