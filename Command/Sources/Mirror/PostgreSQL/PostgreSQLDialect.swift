/// Reads records as `jsonb`, and members of a page's records from the arrays of `PageStatement`.
struct PostgreSQLDialect: Dialect {
    let scope: MirrorScope

    func records(of page: String, without leftOut: [String], as name: String, isLastOnly: Bool) -> String {
        PageStatement.item(page, leftOut, name, isLastOnly: isLastOnly)
    }

    func records(in member: String, of row: String, as name: String) -> String {
        """
        LATERAL (SELECT \(text("id", of: "e.element")) AS sent_id
            FROM jsonb_array_elements(coalesce(\(row).sent_\(member), '[]')) AS e(element)) AS \(name)
        """
    }

    func member(_ column: RecordTable.Column, of row: String?) -> String {
        "\(row.map { "\($0)." } ?? "")sent_\(column.name)"
    }

    func record() -> String { "sent_record" }

    func stored(_ json: String) -> String { "(\(json))::jsonb" }

    func storable(_ json: String) -> String { String(decoding: Page(json: json).withoutNULs.bytes, as: UTF8.self) }

    func text(_ path: String, of value: String) -> String {
        let (parent, name) = member(path, of: value)
        return "CASE jsonb_typeof(\(parent) -> '\(name)') WHEN 'string' THEN \(parent) ->> '\(name)' END"
    }

    func json(_ path: String, _ type: String, of value: String) -> String {
        let (parent, name) = member(path, of: value)
        return "CASE jsonb_typeof(\(parent) -> '\(name)') WHEN '\(type)' THEN \(parent) -> '\(name)' END"
    }

    private func member(_ path: String, of value: String) -> (parent: String, name: Substring) {
        let names = path.split(separator: ".")
        let parent = names.dropLast().reduce("(\(value))::jsonb") { "\($0) -> '\($1)'" }
        return (parent, names.last ?? "")
    }

    func hasMore(_ one: String, than other: String) -> String {
        "EXISTS (SELECT jsonb_object_keys((\(one))::jsonb) EXCEPT SELECT jsonb_object_keys((\(other))::jsonb))"
    }

    func only(_ members: [String], of value: String) -> String {
        let pairs = members.map { "'\($0)', \(text($0, of: value))" }
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
}
