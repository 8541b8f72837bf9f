/// One kind of record and its table: the mapping of JSON members to columns.
///
/// A column has the value of the library's accessor: a text as sent, including U+0000, and NULL if the member is
/// missing, null or of another type than documented. `record` is the whole JSON.
struct RecordTable {
    /// How a member is stored.
    enum Form {
        case text
        /// The text of the member `slug` inside.
        case slug
        case array, object
    }

    /// A column, named like the member.
    struct Column {
        let name: String
        let form: Form
    }

    let name: String
    /// Its name in `changes`.
    let kind: String
    /// The columns after `id` and `directory_id`.
    let columns: [Column]
    /// Members that are left out of `record`, because they are in other tables or belong to the event.
    let leftOut: [String]
    /// A record without one of these is incomplete.
    let required: [String]

    /// The table of directories has no `directory_id`.
    var hasDirectory: Bool { kind != "directory" }

    static let directories = RecordTable(
        name: "directories", kind: "directory",
        columns: texts("organization_id external_key domain name type state created_at updated_at"),
        leftOut: ["metadata"], required: [])

    static let groups = RecordTable(
        name: "groups", kind: "group",
        columns: texts("organization_id idp_id name created_at updated_at"),
        leftOut: ["previous_attributes"], required: ["name", "created_at", "updated_at"])

    static let users = RecordTable(
        name: "users", kind: "user",
        columns: texts("organization_id idp_id email first_name last_name name state") + [
            Column(name: "role", form: .slug), Column(name: "roles", form: .array),
        ] + texts("job_title username created_at updated_at") + [Column(name: "custom_attributes", form: .object)],
        leftOut: ["groups", "previous_attributes"],
        required: ["state", "custom_attributes", "created_at", "updated_at"])

    private static func texts(_ names: String) -> [Column] {
        names.split(separator: " ").map { Column(name: String($0), form: .text) }
    }

    var columnNames: [String] { ["id"] + (hasDirectory ? ["directory_id"] : []) + columns.map(\.name) + ["record"] }

    /// The rows of a page of records; `directory` is a placeholder.
    func rows(of page: String, directory: String, _ dialect: any Dialect) -> String {
        let values =
            [dialect.member("id")] + (hasDirectory ? [directory] : [])
            + columns.map { value($0, dialect) } + [record(dialect)]
        let records = dialect.records(
            of: page, without: leftOut + dialect.scope.without.map(\.rawValue), as: "sent", isLastOnly: true)
        let named = zip(values, columnNames).map { "\($0) AS \($1)" }
        return "SELECT \(named.joined(separator: ", ")) FROM \(records) WHERE \(isInScope(dialect))"
    }

    private func value(_ column: Column, _ dialect: any Dialect) -> String {
        if dialect.scope.stores(column.name) { return dialect.member(column, of: nil) }
        switch column.form {
        case .text, .slug: return "NULL"
        case .array, .object: return dialect.stored("NULL")
        }
    }

    /// Members by which records are compared are always kept.
    private func record(_ dialect: any Dialect) -> String {
        dialect.scope.stores("record") ? dialect.record() : dialect.only(["id", "updated_at"], of: "value")
    }

    /// Whether a record has a row; the record is `value`.
    func isInScope(_ dialect: any Dialect) -> String {
        let scope = dialect.scope
        func isOne(of values: [String], _ member: String) -> String? {
            if values.isEmpty { return nil }
            let list = values.map {
                "'\($0.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'"
            }
            return "coalesce(\(dialect.member(member)) IN (\(list.joined(separator: ", "))), false)"
        }
        let conditions =
            switch kind {
            case "directory":
                [
                    isOne(of: scope.directories, "id"),
                    isOne(of: [scope.organization].compactMap { $0 }, "organization_id"),
                ]
            case "user": [isOne(of: scope.states, "state")]
            default: [String?]()
            }
        let restricting = conditions.compactMap { $0 }
        return restricting.isEmpty ? "true" : restricting.joined(separator: " AND ")
    }

    /// A record without these is incomplete.
    func required(in scope: MirrorScope) -> [String] { required.filter(scope.stores) }

    /// The end of an INSERT that updates an existing row instead of replacing it, which would delete its memberships.
    var onConflict: String {
        let changes = columnNames.dropFirst().map { "\($0) = excluded.\($0)" }
        return "ON CONFLICT (id) DO UPDATE SET \(changes.joined(separator: ", "))"
    }
}
