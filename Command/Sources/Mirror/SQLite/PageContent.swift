import Glibc

/// A page of JSON taken apart: its records, and where their members are in its text.
final class PageContent {
    struct Member {
        let key: JSONText
        let value: JSONText
        /// Of the name among those that tables keep.
        let column: Int?
    }

    struct Record {
        let text: JSONText
        let members: Range<Int>
    }

    /// The members that tables keep, and the groups that a user's record names.
    static let columns: [RecordTable.Column] = {
        var columns = [RecordTable.Column(name: "id", form: .text), RecordTable.Column(name: "groups", form: .array)]
        for column in RecordTable.users.columns + RecordTable.groups.columns + RecordTable.directories.columns
        where !columns.contains(where: { $0.name == column.name }) {
            columns.append(column)
        }
        return columns
    }()

    private static let names = MemberNames(columns.map(\.name))

    private(set) var records: [Record] = []
    private(set) var members: [Member] = []
    /// Whether there is white space between its parts.
    private(set) var hasSpace = false
    private let whole: JSONText

    /// An array; anything else has no records. The text is copied.
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

/// What statements of one connection share. The page that was read last: several statements, one after the other, read the same.
final class PageCache {
    private var last: PageContent?
    private var names: [String: MemberNames] = [:]

    /// Separated by spaces.
    func memberNames(_ list: String) -> MemberNames {
        if let known = names[list] { return known }
        let made = MemberNames(list.split(separator: " ").map(String.init))
        names[list] = made
        return made
    }

    func content(of text: UnsafeRawBufferPointer) -> PageContent {
        if let last, last.isMade(of: text) { return last }
        let content = PageContent(text)
        last = content
        return content
    }
}
