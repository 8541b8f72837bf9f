import CSQLite

/// Iterates over the records of a page, and returns their members to SQLite.
final class PageCursor {
    private static let slug = MemberNames(["slug"])

    private let content: PageContent
    private let leftOut: MemberNames
    /// The ranges of the stored members in the record.
    private var found: [Int]
    private(set) var number = -1

    /// `leftOut`: members to omit from the column `record`.
    init(_ content: PageContent, leftOut: MemberNames) {
        self.content = content
        self.leftOut = leftOut
        found = Array(repeating: -1, count: PageContent.columns.count)
        advance()
    }

    var isAtEnd: Bool { number >= content.records.count }

    func advance() {
        number += 1
        guard !isAtEnd else { return }
        for index in found.indices { found[index] = -1 }
        for index in content.records[number].members {
            // If a member is repeated, the last one is used, as in the library.
            if let column = content.members[index].column { found[column] = index }
        }
    }

    /// The record as sent.
    func putText(into result: OpaquePointer?) {
        let text = content.records[number].text
        csqlite_result_copied_text(result, text.start, Int32(text.end - text.start))
    }

    /// The value of the library's accessor.
    func putMember(_ column: Int, into result: OpaquePointer?) {
        guard found[column] >= 0 else { return sqlite3_result_null(result) }
        let value = content.members[found[column]].value
        switch PageContent.columns[column].form {
        case .text: putString(value, into: result)
        case .slug: putString(value.member(Self.slug), into: result)
        case .array: put(value.isArray ? value : nil, into: result)
        case .object: put(value.isObject ? value : nil, into: result)
        }
    }

    /// The record without omitted members.
    func putRecord(into result: OpaquePointer?) {
        let record = content.records[number]
        guard record.text.isObject else { return sqlite3_result_null(result) }
        var text: [UInt8] = []
        text.reserveCapacity(record.text.end - record.text.start)
        text.append(UInt8(ascii: "{"))
        var run: JSONText?
        for member in content.members[record.members] {
            if leftOut.index(of: member.key.inside) == nil {
                run = JSONText(start: run?.start ?? member.key.start, end: member.value.end)
            } else {
                appendMembers(run, to: &text)
                run = nil
            }
        }
        appendMembers(run, to: &text)
        text.append(UInt8(ascii: "}"))
        csqlite_result_copied_text(result, text, Int32(text.count))
    }

    /// A run of an object's members, with the commas between them.
    private func appendMembers(_ run: JSONText?, to text: inout [UInt8]) {
        guard let run else { return }
        if text.count > 1 { text.append(UInt8(ascii: ",")) }
        append(run, to: &text)
    }

    private func append(_ value: JSONText, to text: inout [UInt8]) {
        if content.hasSpace { value.appendCompact(to: &text) } else { text.append(contentsOf: value.bytes) }
    }

    private func put(_ value: JSONText?, into result: OpaquePointer?) {
        guard let value else { return sqlite3_result_null(result) }
        var text: [UInt8] = []
        append(value, to: &text)
        csqlite_result_copied_text(result, text, Int32(text.count))
    }

    private func putString(_ value: JSONText?, into result: OpaquePointer?) {
        guard let value, value.isString else { return sqlite3_result_null(result) }
        let text = value.inside
        if text.hasEscape {
            let decoded = text.unescaped()
            csqlite_result_copied_text(result, decoded, Int32(decoded.count))
        } else {
            csqlite_result_copied_text(result, text.start, Int32(text.end - text.start))
        }
    }
}
