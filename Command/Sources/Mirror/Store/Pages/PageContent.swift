import Glibc

/// A parsed page of JSON: its records, and the ranges of their members.
final class PageContent {
    /// One member of a record. Borrows the page's bytes, like the rest.
    struct Member {
        let key: JSONText
        let value: JSONText
        /// The index of the name in the stored names.
        let column: Int?
    }

    /// The bytes of one record, and its members' indexes in `members`.
    struct Record {
        let text: JSONText
        let members: Range<Int>
    }

    /// The members stored in tables, and the groups in a user's record.
    static let columns: [RecordTable.Column] = {
        var columns = [RecordTable.Column(name: "id", form: .text), RecordTable.Column(name: "groups", form: .array)]
        for column in RecordTable.users.columns + RecordTable.groups.columns + RecordTable.directories.columns
        where !columns.contains(where: { $0.name == column.name }) {
            columns.append(column)
        }
        return columns
    }()

    private static let names = MemberNames(columns.map(\.name))
    static let createdAt = columns.firstIndex { $0.name == "created_at" }
    static let identifier = columns.firstIndex { $0.name == "id" } ?? 0

    private(set) var records: [Record] = []
    private(set) var members: [Member] = []
    /// Whether there is white space between tokens.
    private(set) var hasSpace = false
    private let whole: JSONText

    /// Parses an array; other values have no records. Copies the text.
    init(_ text: UnsafeRawBufferPointer) {
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(text.count, 1))
        if let start = text.baseAddress { memcpy(copy, start, text.count) }
        whole = JSONText(start: copy, end: copy + text.count)
        guard whole.isArray else { return }
        var reader = JSONReader(whole.start + 1, whole.end)
        while reader.findNext() { readRecord(&reader) }
        hasSpace = reader.hasSpace
    }

    deinit { whole.start.deallocate() }

    func isMade(of text: UnsafeRawBufferPointer) -> Bool {
        guard let start = text.baseAddress else { return false }
        return text.count == whole.bytes.count && memcmp(start, whole.start, text.count) == 0
    }

    private func readRecord(_ reader: inout JSONReader) {
        let (start, first) = (reader.at, members.count)
        if start.pointee == UInt8(ascii: "{") {
            reader.at += 1
            while let key = reader.next(), let value = reader.next() {
                members.append(Member(key: key, value: value, column: Self.names.index(of: key.inside)))
            }
            if reader.at < reader.end { reader.at += 1 }
        } else {
            _ = reader.next()
        }
        let text = JSONText(start: start, end: reader.at)
        records.append(Record(text: text, members: first..<members.count))
    }
}
