/// Reads records as `jsonb`, which cannot contain U+0000. If a page contains one, `standIn` takes its place, and is
/// stored as U+FFFD. An id that contains one is NULL.
struct PostgreSQLDialect: Dialect {
    let standIn: String?
    let scope: MirrorScope

    func records(of page: String, without leftOut: [String]) -> String {
        "workosds_records(\(page)::jsonb, '{\(leftOut.joined(separator: ","))}')"
    }

    func records(in member: String, of row: String) -> String {
        let value = "\(row).value -> '\(member)'"
        return "workosds_records(CASE jsonb_typeof(\(value)) WHEN 'array' THEN \(value) ELSE '[]' END, '{}')"
    }

    /// An INSERT cannot change one row twice.
    func rows(_ columns: String, from records: String, where condition: String) -> String {
        "SELECT DISTINCT ON (1) \(columns) FROM \(records) WHERE \(condition) ORDER BY 1, place DESC"
    }

    func member(_ column: RecordTable.Column, of row: String?) -> String {
        let value = row.map { "\($0).value" } ?? "value"
        switch column.form {
        case .text where column.name == "id": return usableID(text("id", of: value))
        case .text: return restored(text(column.name, of: value))
        case .slug: return restored(text("\(column.name).slug", of: value))
        case .array: return stored(json(column.name, "array", of: value))
        case .object: return stored(json(column.name, "object", of: value))
        }
    }

    func record() -> String { stored("record") }

    func stored(_ json: String) -> String {
        standIn == nil ? "(\(json))::jsonb" : "\(restored("(\(json))::text"))::jsonb"
    }

    func storable(_ json: String) -> String { String(decoding: Page(json: json).replacingNULs().bytes, as: UTF8.self) }

    func usableID(_ id: String) -> String {
        let isUsable = standIn.map { "strpos(\(id), '\($0)') = 0 AND \(id) <> ''" } ?? "\(id) <> ''"
        return "CASE WHEN \(isUsable) THEN \(id) END"
    }

    func text(_ path: String, of value: String) -> String {
        let (parent, name) = member(path, of: value)
        return "CASE jsonb_typeof(\(parent) -> '\(name)') WHEN 'string' THEN \(parent) ->> '\(name)' END"
    }

    func json(_ path: String, _ type: String, of value: String) -> String {
        let (parent, name) = member(path, of: value)
        return "CASE jsonb_typeof(\(parent) -> '\(name)') WHEN '\(type)' THEN \(parent) -> '\(name)' END"
    }

    func lastText(_ path: String, of page: String) -> String { text(path, of: "\(page)::jsonb -> -1") }

    private func member(_ path: String, of value: String) -> (parent: String, name: Substring) {
        let names = path.split(separator: ".")
        let parent = names.dropLast().reduce("(\(value))::jsonb") { "\($0) -> '\($1)'" }
        return (parent, names.last ?? "")
    }

    func hasMore(_ one: String, than other: String) -> String {
        "EXISTS (SELECT jsonb_object_keys((\(one))::jsonb) EXCEPT SELECT jsonb_object_keys((\(other))::jsonb))"
    }

    func only(_ members: [String], of value: String) -> String {
        let pairs = members.map { "'\($0)', \(restored(text($0, of: value)))" }
        return "jsonb_build_object(\(pairs.joined(separator: ", ")))"
    }

    func without(_ members: [String], _ value: String) -> String {
        "(\(value))::jsonb - '{\(members.joined(separator: ","))}'::text[]"
    }

    func sameJSON(_ one: String, _ other: String) -> String { "((\(one))::jsonb = (\(other))::jsonb)" }

    func differ(_ one: String, _ other: String) -> String { "\(one) IS DISTINCT FROM \(other)" }

    func strings(in member: String, of json: String) -> String {
        let value = "\(json)::jsonb -> '\(member)'"
        return """
            jsonb_array_elements_text(CASE jsonb_typeof(\(value)) WHEN 'array' THEN \(value) WHEN 'string'
                THEN jsonb_build_array(\(value)) ELSE '[]' END)
            """
    }

    func time(_ text: String) -> String { "workosds_time(\(text))" }

    private func restored(_ text: String) -> String {
        standIn.map { "replace(\(text), '\($0)', '\u{FFFD}')" } ?? text
    }
}
