/// Finds rows whose columns differ from their `record`, because another program wrote to the file, or a value was
/// damaged. A listing compares records and would not detect that.
struct ColumnCheck {
    private static let batch = 500

    let store: any Store

    /// The file's scope.
    init(_ store: any Store) throws {
        self.store = store
        store.scope = try store.storedScope()
    }

    func count() throws -> Int {
        var count = 0
        try forEach { _, _ in count += 1 }
        return count
    }

    /// Removes the record's time from each such row, so that a listing finds it different. Returns the number of rows.
    func mark() throws -> Int {
        var count = 0
        try forEach { table, id in
            count += try store.execute(
                """
                UPDATE \(table.name) SET record = \(store.dialect(for: nil).without(["updated_at"], "record")),
                    updated_at = NULL WHERE id = ?1
                """, [.text(id)])
        }
        return count
    }

    private func forEach(_ body: (RecordTable, String) throws -> Void) throws {
        // Without stored records there is nothing to compare with.
        guard store.scope.stores("record") else { return }
        for table in [RecordTable.directories, .groups, .users] { try forEach(of: table) { try body(table, $0) } }
    }

    private func forEach(of table: RecordTable, _ body: (String) throws -> Void) throws {
        let dialect = store.dialect(for: nil)
        let differ = table.columns.map { dialect.differ("m.\($0.name)", "r.\($0.name)") }.joined(separator: " OR ")
        var last = ""
        while true {
            let rows = try store.query(
                "SELECT id, record FROM \(table.name) WHERE id > ?1 ORDER BY id LIMIT ?2",
                [.text(last), Value(Self.batch)])
            guard let end = rows.last?.text("id"), end != last else { return }
            last = end
            let page = Page(json: "[" + rows.compactMap { $0.text("record") }.joined(separator: ",") + "]")
            let made = table.rows(of: "?1", directory: "NULL", store.dialect(for: page))
            let wrong = try store.query(
                "SELECT m.id FROM (\(made)) r JOIN \(table.name) m ON m.id = r.id WHERE \(differ)", [], page: page)
            for id in wrong.compactMap({ $0.text("id") }) { try body(id) }
        }
    }
}
