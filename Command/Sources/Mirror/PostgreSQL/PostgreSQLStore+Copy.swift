import CommandSupport

/// Copies to a SQLite file, and from another store. A listing in progress is not copied.
extension PostgreSQLStore {
    private typealias JSON = JSONOutput

    private static let rowsAtOnce = 1000

    func copy(into path: String) throws {
        let target = try MirrorFile.open(path)
        defer { target.close() }
        try reading {
            try target.transaction {
                try target.execute("DELETE FROM mirror_state")
                for table in ContentTable.all {
                    try table.forEach(Self.rowsAtOnce, of: self) { rows in
                        for row in rows { try Self.insert(row, table, into: target) }
                    }
                }
                try target.execute("DELETE FROM sqlite_sequence WHERE name = 'changes'")
                try target.execute(
                    "INSERT INTO sqlite_sequence (name, seq) VALUES ('changes', ?1)", [Value(lastChange())])
            }
        }
    }

    private static func insert(_ row: Row, _ table: ContentTable, into target: SQLiteStore) throws {
        let values = zip(row.names, row.values).map { name, value -> Value in
            guard ContentTable.jsonColumns.contains(name), case .text(let json) = value else { return value }
            return .text(JSON.compact(json))
        }
        let places = row.names.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
        try target.execute(
            "INSERT INTO \(table.name) (\(row.names.joined(separator: ", "))) VALUES (\(places))", values)
    }

    /// Copies the content of another store. Returns the number of omitted rows: their ids contain U+0000, which
    /// PostgreSQL cannot store.
    func fill(from source: any Store) throws -> Int {
        guard try state().listedAt == nil, try lastChange() == 0, try !exists("SELECT 1 FROM directories") else {
            throw MirrorError.unusableFile("\(name) has content already: copy into a schema that has none")
        }
        var leftOut = 0
        try source.reading {
            try transaction {
                try execute("DELETE FROM mirror_state")
                for table in ContentTable.all {
                    try table.forEach(Self.rowsAtOnce, of: source) { rows in
                        let usable = rows.filter { row in
                            !table.key.contains { row.text($0)?.utf8.contains(0) ?? false }
                        }
                        leftOut += rows.count - usable.count
                        try insert(usable, table)
                    }
                }
                try resetStaging(ofFirstRun: false)
                try execute("UPDATE change_numbers SET last = ?1", [Value(source.lastChange())])
            }
        }
        for table in ContentTable.all { try script("ANALYZE \(schema).\(table.name)") }
        return leftOut
    }

    private func insert(_ rows: [Row], _ table: ContentTable) throws {
        let page = Page(json: JSON.array(rows.map(Self.json)))
        try execute(
            "INSERT INTO \(table.name) SELECT * FROM jsonb_populate_recordset(NULL::\(table.name), ?1::jsonb)", [],
            page: page.withoutNULs)
    }

    private static func json(_ row: Row) -> String {
        JSON.object(
            zip(row.names, row.values).map { name, value in
                switch value {
                case .null: (name, "null")
                case .integer(let number): (name, String(number))
                case .real(let number): (name, JSON.number(number))
                case .text(let text): (name, ContentTable.jsonColumns.contains(name) ? text : JSON.string(text))
                }
            })
    }
}
