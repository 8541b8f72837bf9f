/// How one kind of record becomes a row: which member of its JSON goes into which column.
struct RecordTable {
    enum Form {
        /// A string's text, or the JSON of a value that is none.
        case text
        /// The text of the member `slug` inside.
        case slug
        /// The JSON itself.
        case json
    }

    struct Column {
        let member: StaticString
        let form: Form

        var name: String { member.description }
    }

    let name: String
    /// Those after `id` and `directory_id`.
    let columns: [Column]
    /// Members that are not kept in `record`: other tables tell them, or they belong to the event.
    let leftOut: [StaticString]
    /// The directories' own table has no `directory_id`.
    let hasDirectory: Bool

    static let directories = RecordTable(
        name: "directories",
        columns: texts(
            "organization_id", "external_key", "domain", "name", "type", "state", "created_at", "updated_at"),
        leftOut: ["metadata"],
        hasDirectory: false)

    static let groups = RecordTable(
        name: "groups",
        columns: texts("organization_id", "idp_id", "name", "created_at", "updated_at"),
        leftOut: ["previous_attributes"],
        hasDirectory: true)

    static let users = RecordTable(
        name: "users",
        columns: texts(
            "organization_id", "idp_id", "email", "first_name", "last_name", "name", "state", "job_title", "username",
            "created_at", "updated_at")
            + [
                Column(member: "role", form: .slug), Column(member: "roles", form: .json),
                Column(member: "custom_attributes", form: .json),
            ],
        leftOut: ["groups", "previous_attributes"],
        hasDirectory: true)

    private static func texts(_ members: StaticString...) -> [Column] {
        members.map { Column(member: $0, form: .text) }
    }

    var columnNames: [String] {
        ["id"] + (hasDirectory ? ["directory_id"] : []) + columns.map(\.name) + ["record"]
    }

    /// Writes a row, in the place of one with the same id.
    func upsert(into table: String) -> String {
        let names = columnNames
        return """
            INSERT INTO \(table) (\(names.joined(separator: ", ")))
            VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))
            \(onConflict)
            """
    }

    /// What an INSERT ends with, so that a row there is changed and not replaced: its memberships stay.
    var onConflict: String {
        let changes = columnNames.dropFirst().map { "\($0) = excluded.\($0)" }
        return "ON CONFLICT (id) DO UPDATE SET \(changes.joined(separator: ", "))"
    }

    /// Whether two rows say different things: the text of `record` alone may differ between a list and an event.
    func differs(_ one: String, _ other: String) -> String {
        columnNames.dropFirst().dropLast().map { "\(one).\($0) IS NOT \(other).\($0)" }.joined(separator: " OR ")
    }
}
