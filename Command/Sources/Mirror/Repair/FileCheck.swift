/// Checks whether runs can use a file. SQLite's own check covers pages and indexes, but not changes inside values and
/// definitions.
struct FileCheck {
    private static let jsonColumns: Set = ["record", "roles", "custom_attributes", "previous", "scope"]

    let store: SQLiteStore

    /// Whether it has an earlier version, which `Migration` updates.
    func isOfEarlierVersion() throws -> Bool {
        try store.count("PRAGMA user_version") < Schema.version
            && !store.exists("SELECT 1 FROM sqlite_master WHERE name = 'directory_states'")
    }

    /// The first problems; none in a valid file.
    func problems() throws -> [String] {
        let damage = try damagedPages()
        if try !damage.isEmpty || isOfEarlierVersion() { return damage }
        let model = try Self.model()
        defer { model.close() }
        let misshapen = try misshapenParts(model)
        return misshapen.isEmpty ? try unusableRows(model) : misshapen
    }

    /// The definitions of a new file.
    private static func model() throws -> SQLiteStore {
        let model = try SQLiteStore(":memory:")
        try model.script(Migration.everything)
        return model
    }

    private func damagedPages() throws -> [String] {
        let found = try store.query("PRAGMA integrity_check(10)").compactMap { row -> String? in
            if case .text(let text)? = row.values.first { text } else { nil }
        }
        let orphans = try store.query("PRAGMA foreign_key_check").count
        return found.filter { $0 != "ok" } + (orphans > 0 ? ["\(orphans) rows refer to rows that do not exist"] : [])
    }

    // MARK: - Definitions

    private func misshapenParts(_ model: SQLiteStore) throws -> [String] {
        try Self.parts(of: model).subtracting(Self.parts(of: store)).sorted().map { "\($0) is missing" }
    }

    private static func parts(of store: SQLiteStore) throws -> Set<String> {
        let rows = try store.query(
            """
            SELECT 'the column ' || m.name || '.' || c.name || ' ' || c.type || CASE WHEN c.pk THEN ', a key,' ELSE '' END
                AS part
            FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
            UNION ALL SELECT 'the index ' || m.name || ' of ' || m.tbl_name || '.' || i.name
            FROM sqlite_master m, pragma_index_info(m.name) i
            WHERE m.type = 'index' AND m.sql IS NOT NULL AND m.tbl_name NOT LIKE 'staging_%'
            UNION ALL SELECT 'the application id ' || application_id FROM pragma_application_id
            UNION ALL SELECT 'the version ' || user_version FROM pragma_user_version
            """)
        return Set(rows.compactMap { $0.text("part") })
    }

    // MARK: - Values

    private func unusableRows(_ model: SQLiteStore) throws -> [String] {
        var problems: [String] = []
        for (table, columns) in try Self.tables(of: model) {
            let count = try store.count("SELECT count(*) FROM \(table) WHERE \(Self.isUnusable(columns))")
            if count > 0 { problems.append("\(count) rows of \(table) hold what they cannot") }
        }
        if try !store.exists("SELECT 1 FROM mirror_state WHERE id = 1") { problems.append("mirror_state has no row") }
        return problems
    }

    /// Removes rows that no run can use. Returns their number.
    func removeUnusableRows() throws -> Int {
        var count = 0
        for (table, columns) in try Self.tables(of: store) {
            guard table == "mirror_state" else {
                count += try store.execute("DELETE FROM \(table) WHERE \(Self.isUnusable(columns))")
                continue
            }
            // Its only row must be kept.
            for column in columns where column.name != "id" {
                let nothing = column.isInteger ? "0" : "NULL"
                count += try store.execute(
                    "UPDATE \(table) SET \(column.name) = \(nothing) WHERE \(Self.isUnusable([column]))")
            }
        }
        return count
    }

    /// A column as SQLite describes it.
    private typealias Column = (name: String, isInteger: Bool)

    private static func tables(of store: SQLiteStore) throws -> [String: [Column]] {
        let rows = try store.query(
            """
            SELECT m.name AS name, c.name AS column_name, c.type AS type
            FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
            """)
        return rows.reduce(into: [:]) { tables, row in
            guard let table = row.text("name"), let column = row.text("column_name") else { return }
            tables[table, default: []].append((column, row.text("type") == "INTEGER"))
        }
    }

    private static func isUnusable(_ columns: [Column]) -> String {
        columns.map { column in
            let type = "typeof(\(column.name)) NOT IN ('\(column.isInteger ? "integer" : "text")', 'null')"
            guard jsonColumns.contains(column.name) else { return type }
            return "\(type) OR \(column.name) IS NOT NULL AND NOT json_valid(\(column.name))"
        }.joined(separator: " OR ")
    }
}
