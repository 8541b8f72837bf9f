/// Finds rows whose columns are not what their `record` makes of them: somebody else wrote into the file. A listing
/// compares records, and would not see it.
struct ColumnCheck {
    private static let batch = 500

    let store: any Store

    /// Takes the record's time from each such row, so that a listing finds it different. The number of rows.
    func mark() throws -> Int {
        try [RecordTable.directories, .groups, .users].reduce(0) { count, table in try count + mark(table) }
    }

    private func mark(_ table: RecordTable) throws -> Int {
        let columns = table.columns.map(\.name)
        let differ = columns.map { "m.\($0) IS NOT r.\($0)" }.joined(separator: " OR ")
        var last = Int.min
        var count = 0
        while true {
            let rows = try store.query(
                "SELECT rowid AS number, record FROM \(table.name) WHERE rowid > ?1 ORDER BY rowid LIMIT ?2",
                [Value(last), Value(Self.batch)])
            guard let end = rows.last else { return count }
            last = end.integer("number")
            let page = Page(json: "[" + rows.compactMap { $0.text("record") }.joined(separator: ",") + "]")
            let made = table.rows(of: "?1", directory: "NULL", store.dialect(for: page))
            let wrong = try store.query(
                "SELECT m.id FROM (\(made)) r JOIN \(table.name) m ON m.id = r.id WHERE \(differ)", [], page: page)
            for id in wrong.compactMap({ $0.text("id") }) {
                count += try store.execute(
                    "UPDATE \(table.name) SET record = json_remove(record, '$.updated_at'), updated_at = NULL WHERE id = ?1",
                    [.text(id)])
            }
        }
    }
}
