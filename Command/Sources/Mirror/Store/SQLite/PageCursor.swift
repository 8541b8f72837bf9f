import CSQLite
import Glibc

/// Goes over the records of a page once, and finds all of a record's members in one pass.
final class PageCursor {
    /// The members that tables keep, and the groups that a user's record names.
    static let members: [RecordTable.Column] = {
        var members = [RecordTable.Column(name: "id", form: .text), RecordTable.Column(name: "groups", form: .array)]
        for column in RecordTable.users.columns + RecordTable.groups.columns + RecordTable.directories.columns
        where !members.contains(where: { $0.name == column.name }) {
            members.append(column)
        }
        return members
    }()

    private static let names = MemberNames(members.map(\.name))
    private static let slug = MemberNames(["slug"])

    private let page: UnsafeMutablePointer<UInt8>
    private var reader: JSONReader
    private let leftOut: MemberNames
    private let found: UnsafeMutableBufferPointer<JSONText?>
    /// What of the record is not left out: members and the commas between them.
    private var kept: [JSONText] = []
    private(set) var number = 0
    /// Nil behind the last.
    private(set) var record: JSONText?

    /// - Parameters:
    ///   - text: an array; anything else has no records. It is copied.
    ///   - leftOut: members that are not in the column `record`.
    init(_ text: UnsafeRawBufferPointer, leftOut: String) {
        page = .allocate(capacity: max(text.count, 1))
        if let start = text.baseAddress { memcpy(page, start, text.count) }
        let whole = JSONText(start: page, end: page + text.count)
        reader = JSONReader(whole.isArray ? whole.start + 1 : whole.end, whole.end)
        self.leftOut = MemberNames(leftOut.split(separator: " ").map(String.init))
        found = .allocate(capacity: Self.members.count)
        advance()
    }

    deinit {
        page.deallocate()
        found.deallocate()
    }

    func advance() {
        number += 1
        found.initialize(repeating: nil)
        kept.removeAll(keepingCapacity: true)
        guard reader.findNext() else { return record = nil }
        let start = reader.at
        if start.pointee == UInt8(ascii: "{") { readMembers() } else { _ = reader.next() }
        record = JSONText(start: start, end: reader.at)
    }

    private func readMembers() {
        reader.at += 1
        var run: JSONText?
        while let key = reader.next(), let value = reader.next() {
            // Of those that come twice the last one counts, as in the library.
            if let index = Self.names.index(of: key.inside) { found[index] = value }
            if leftOut.index(of: key.inside) == nil {
                run = JSONText(start: run?.start ?? key.start, end: value.end)
            } else {
                if let run { kept.append(run) }
                run = nil
            }
        }
        if let run { kept.append(run) }
        if reader.at < reader.end { reader.at += 1 }
    }

    /// As the library's accessor would answer it.
    func putMember(_ index: Int, into result: OpaquePointer?) {
        let value = found[index]
        switch Self.members[index].form {
        case .text: putString(value, into: result)
        case .slug: putString(value?.member(Self.slug), into: result)
        case .array: put(value?.isArray == true ? value : nil, into: result)
        case .object: put(value?.isObject == true ? value : nil, into: result)
        }
    }

    /// The record without the members that are left out.
    func putRecord(into result: OpaquePointer?) {
        guard let record, record.isObject else { return sqlite3_result_null(result) }
        var text: [UInt8] = []
        text.reserveCapacity(record.end - record.start)
        text.append(UInt8(ascii: "{"))
        for run in kept {
            if text.count > 1 { text.append(UInt8(ascii: ",")) }
            append(run, to: &text)
        }
        text.append(UInt8(ascii: "}"))
        csqlite_result_copied_text(result, text, Int32(text.count))
    }

    private func append(_ value: JSONText, to text: inout [UInt8]) {
        if reader.hasSpace { value.appendCompact(to: &text) } else { text.append(contentsOf: value.bytes) }
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
