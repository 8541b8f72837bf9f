import CSQLite
import WorkOSDirectorySync

/// Records are read by `PageTable`, other values by SQLite's JSON functions, as of SQLite 3.34.
///
/// These truncate a text at U+0000. If a page contains one, `standIn` replaces it and is converted back here.
struct SQLiteDialect: Dialect {
    let standIn: String?
    let scope: MirrorScope

    /// Later rows replace earlier ones.
    func records(of page: String, without leftOut: [String], as name: String, isLastOnly: Bool) -> String {
        "\(PageTable.name)(\(page), '\(leftOut.joined(separator: " "))') AS \(name)"
    }

    func records(in member: String, of row: String, as name: String) -> String {
        records(of: "\(row).\(member)", as: name)
    }

    func member(_ column: RecordTable.Column, of row: String?) -> String {
        let name = row.map { "\($0).\(column.name)" } ?? column.name
        switch column.form {
        case .text, .slug: return restored(name, "char(0)")
        case .array, .object: return restored(name, "'\\u0000'")
        }
    }

    func record() -> String { restored("record", "'\\u0000'") }

    func stored(_ json: String) -> String { json }

    func text(_ path: String, of value: String) -> String {
        let text = "json_extract(\(value), '$.\(path)')"
        return "CASE json_type(\(value), '$.\(path)') WHEN 'text' THEN \(restored(text, "char(0)")) END"
    }

    func json(_ path: String, _ type: String, of value: String) -> String {
        let text = "json_extract(\(value), '$.\(path)')"
        return "CASE json_type(\(value), '$.\(path)') WHEN '\(type)' THEN \(restored(text, "'\\u0000'")) END"
    }

    func hasMore(_ one: String, than other: String) -> String {
        "EXISTS (SELECT key FROM json_each(\(one)) EXCEPT SELECT key FROM json_each(\(other)))"
    }

    func only(_ members: [String], of value: String) -> String {
        let pairs = members.map { "'\($0)', \(text($0, of: value))" }
        return "json_object(\(pairs.joined(separator: ", ")))"
    }

    func without(_ members: [String], _ value: String) -> String {
        restored("json_remove(\(value), \(members.map { "'$.\($0)'" }.joined(separator: ", ")))", "'\\u0000'")
    }

    private func restored(_ text: String, _ original: String) -> String {
        standIn.map { "replace(\(text), '\($0)', \(original))" } ?? text
    }

    /// The same values at the same paths. Integers and reals are both numbers; texts that SQLite would truncate are
    /// compared as written.
    func sameJSON(_ one: String, _ other: String) -> String {
        func leaves(_ text: String) -> String {
            "SELECT fullkey, replace(type, 'real', 'integer'), atom FROM json_tree(\(text))"
        }
        return """
            (\(one) = \(other) OR instr(\(one), '\\u0000') = 0 AND instr(\(other), '\\u0000') = 0
            AND NOT EXISTS (\(leaves(one)) EXCEPT \(leaves(other)))
            AND NOT EXISTS (\(leaves(other)) EXCEPT \(leaves(one))))
            """
    }

    func differ(_ one: String, _ other: String) -> String { "\(one) IS NOT \(other)" }

    func strings(in member: String, of json: String) -> String { "json_each(\(json), '$.\(member)')" }

    func time(_ text: String) -> String { "workosds_time(\(text))" }
}

/// `workosds_time(text)`: milliseconds since 1970, for all formats that the API has used.
func registerFunctions(_ connection: OpaquePointer) throws {
    sqlite3_create_function_v2(
        connection, "workosds_time", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nil,
        { context, _, arguments in
            guard let text = sqlite3_value_text(arguments?[0]),
                let time = timestampMilliseconds(String(cString: text))
            else { return sqlite3_result_null(context) }
            sqlite3_result_int64(context, time)
        }, nil, nil, nil)
}
