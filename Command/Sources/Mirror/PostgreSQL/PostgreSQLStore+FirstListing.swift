/// The staging tables with the first listing replace the mirror's tables, unless something depends on those.
extension PostgreSQLStore {
    private static let stagingIndices = ["staging_users_by_directory", "staging_groups_by_directory"]

    private static let dropIndices = stagingIndices.map { "DROP INDEX IF EXISTS \($0)" }.joined(separator: "; ")

    func resetStaging(ofFirstRun isFirst: Bool) throws {
        try endListings()
        try empty(Schema.stagingTables)
        // An index is created faster when the table is full.
        _ = try withoutReaders { try script(Self.dropIndices) }
        if !isFirst { try script(Schema.stagingIndices) }
    }

    /// Truncates the tables instead of recreating them, which would lock the catalog.
    private func empty(_ tables: [String]) throws {
        if try withoutReaders({ try script("TRUNCATE \(tables.joined(separator: ", "))") }) { return }
        for table in tables { try execute("DELETE FROM \(table)") }
    }

    /// Runs statements that need tables without readers. Returns false if some remain: a backup can read for hours, and
    /// all other readers would wait behind the statements.
    private func withoutReaders(_ body: () throws -> Void) throws -> Bool {
        try script("SAVEPOINT readers; SET LOCAL lock_timeout = '500ms'")
        do {
            try body()
            try script("SET LOCAL lock_timeout TO DEFAULT; RELEASE SAVEPOINT readers")
            return true
        } catch let error as PostgreSQLError where error.isLockTimeout {
            try script("ROLLBACK TO SAVEPOINT readers; RELEASE SAVEPOINT readers")
            return false
        }
    }

    func adoptFirstListing(_ note: () throws -> Void) throws {
        try transaction {
            try lockListings()
            let incomplete = try incompleteDirectories()
            try removeIncompleteMemberships()
            let isExchanged = try incomplete.isEmpty && !isDependedOn() && withoutReaders { try exchange() }
            if !isExchanged {
                for table in Self.recordTables { try move(table, except: incomplete) }
                try script(Schema.stagingIndices)
            }
            try note()
        }
    }

    /// Whether a view, index, trigger or the like depends on the empty tables, or rights on them were granted.
    private func isDependedOn() throws -> Bool {
        let names = Self.recordTables.map { "'\($0)'" }.joined(separator: ", ")
        let own = Schema.recordIndexNames + Self.recordTables.map { "\($0)_pkey" }
        return try exists(
            """
            WITH own AS (SELECT oid, relacl, relrowsecurity, relhastriggers, reltype FROM pg_class
                WHERE relnamespace = to_regnamespace(?1) AND relname IN (\(names)))
            SELECT 1 FROM own WHERE relacl IS NOT NULL OR relrowsecurity OR relhastriggers
                OR obj_description(oid, 'pg_class') IS NOT NULL
            UNION ALL SELECT 1 FROM pg_attribute a JOIN own ON a.attrelid = own.oid WHERE a.attacl IS NOT NULL
            UNION ALL SELECT 1 FROM pg_depend d JOIN own ON d.refobjid IN (own.oid, own.reltype) AND d.deptype = 'n'
            UNION ALL SELECT 1 FROM pg_publication_rel p JOIN own ON p.prrelid = own.oid
            UNION ALL SELECT 1 FROM pg_statistic_ext s JOIN own ON s.stxrelid = own.oid
            UNION ALL SELECT 1 FROM pg_index i JOIN own ON i.indrelid = own.oid JOIN pg_class c ON c.oid = i.indexrelid
                WHERE c.relname NOT IN (\(own.map { "'\($0)'" }.joined(separator: ", ")))
            """, [.text(schema)])
    }

    private func exchange() throws {
        try script(Self.dropIndices)
        for table in Self.recordTables {
            try script(
                """
                DROP TABLE \(table); ALTER TABLE staging_\(table) RENAME TO \(table);
                ALTER INDEX staging_\(table)_pkey RENAME TO \(table)_pkey
                """)
        }
        try script(
            Self.words.translate(Schema.recordIndices + Schema.recordTables(prefix: "staging_", references: nil)))
        try script(Schema.stagingIndices)
    }

    private func move(_ table: String, except incomplete: [String]) throws {
        guard !incomplete.isEmpty else {
            try execute("INSERT INTO \(table) SELECT * FROM staging_\(table)")
            try empty(["staging_\(table)"])
            return
        }
        let column = table == "directories" ? "id" : table == "memberships" ? "group_id" : "directory_id"
        let places = incomplete.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
        let left =
            table == "memberships"
            ? "(SELECT id FROM staging_groups WHERE directory_id IN (\(places)))" : "(\(places))"
        let ids = incomplete.map(Value.text)
        try execute("INSERT INTO \(table) SELECT * FROM staging_\(table) WHERE \(column) NOT IN \(left)", ids)
        try execute("DELETE FROM staging_\(table) WHERE \(column) NOT IN \(left)", ids)
    }
}
