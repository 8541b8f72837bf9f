/// A table that `mirror copy` copies, and its key.
struct ContentTable {
    let name: String
    let key: [String]

    static let all = [
        ContentTable(name: "directories", key: ["id"]), ContentTable(name: "groups", key: ["id"]),
        ContentTable(name: "users", key: ["id"]), ContentTable(name: "memberships", key: ["group_id", "user_id"]),
        ContentTable(name: "changes", key: ["id"]), ContentTable(name: "directory_states", key: ["directory_id"]),
        ContentTable(name: "held_removals", key: ["directory_id", "kind", "group_id", "user_id"]),
        ContentTable(name: "left_out_records", key: ["directory_id", "kind", "id"]),
        ContentTable(name: "applied_events", key: ["id"]), ContentTable(name: "deleted_records", key: ["id"]),
        ContentTable(name: "membership_inquiries", key: ["user_id"]), ContentTable(name: "mirror_state", key: ["id"]),
    ]

    /// Columns that contain JSON.
    static let jsonColumns: Set = ["record", "roles", "custom_attributes", "previous"]

    /// Calls `body` with all rows, at most `limit` at a time.
    func forEach(_ limit: Int, of store: any Store, _ body: ([Row]) throws -> Void) throws {
        let names = key.joined(separator: ", ")
        let places = key.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
        var last: [Value] = []
        while true {
            let condition = last.isEmpty ? "true" : "(\(names)) > (\(places))"
            let rows = try store.query(
                "SELECT * FROM \(name) WHERE \(condition) ORDER BY \(names) LIMIT \(limit)", last)
            if !rows.isEmpty { try body(rows) }
            guard rows.count == limit, let end = rows.last else { return }
            last = key.map { end[$0] }
        }
    }
}
