/// The staging tables with the first listing replace the mirror's tables, unless something depends on those.
extension PostgreSQLStore {
    private static let stagingIndices = ["staging_users_by_directory", "staging_groups_by_directory"]

    /// Truncates the tables instead of recreating them, which would lock the catalog.
    func resetStaging(ofFirstRun isFirst: Bool) throws {
        try endListings()
        try script("TRUNCATE \(Schema.stagingTables.joined(separator: ", ")) RESTART IDENTITY")
        // An index is created faster when the table is full.
        try script(Self.stagingIndices.map { "DROP INDEX IF EXISTS \($0)" }.joined(separator: "; "))
        if !isFirst { try script(Schema.stagingIndices) }
    }

    func adoptFirstListing(_ note: () throws -> Void) throws {
        try transaction {
            // No other worker completes a directory meanwhile.
            try script("LOCK TABLE staging_directory_listings IN ACCESS EXCLUSIVE MODE")
            let incomplete = try incompleteDirectories()
            try removeIncompleteMemberships()
            if try incomplete.isEmpty && !isDependedOn() {
                try exchange()
            } else {
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
            try execute("TRUNCATE staging_\(table)")
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
