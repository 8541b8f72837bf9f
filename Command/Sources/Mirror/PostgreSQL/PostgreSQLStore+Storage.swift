/// The tables that hold the content.
extension PostgreSQLStore {
    static let words = SchemaWords(
        text: "text COLLATE \"C\"", json: "jsonb", integer: "bigint",
        rowNumber: "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        changeNumber: "bigint PRIMARY KEY DEFAULT -nextval('change_order')", keyedRows: "",
        isUsableID: "id <> ''", byLongText: "USING hash")

    static let recordTables = ["directories", "groups", "users", "memberships"]

    func lastChange() throws -> Int { try count("SELECT last FROM change_numbers") }

    func erasing(isRewritten: Bool, _ body: () throws -> Void) throws {
        try transaction(body)
        guard isRewritten else { return }
        // Deleted rows remain in the files of the tables until these are rewritten.
        for table in Self.recordTables + ["changes"] { try script("VACUUM (FULL, ANALYZE) \(schema).\(table)") }
    }

    func size() throws -> StoreSize {
        StoreSize(
            bytes: try count(
                """
                SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c
                WHERE c.relkind = 'r' AND c.relnamespace = to_regnamespace(?1)
                """, [.text(schema)]))
    }
}
