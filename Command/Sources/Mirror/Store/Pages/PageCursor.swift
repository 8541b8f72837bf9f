/// Iterates over the records of a page, and finds their members.
struct PageCursor {
    enum Member {
        /// Missing, or of another type than documented.
        case none
        /// A string without its quotes.
        case text(JSONText)
        case json(JSONText)
    }

    private static let slug = MemberNames(["slug"])

    private let content: PageContent
    private let leftOut: MemberNames
    /// The places of the stored members in the record.
    private var found: [Int]
    private(set) var number = -1

    /// `leftOut`: members to omit from `appendRecord`.
    init(_ content: PageContent, leftOut: MemberNames) {
        self.content = content
        self.leftOut = leftOut
        found = Array(repeating: -1, count: PageContent.columns.count)
        advance()
    }

    var isAtEnd: Bool { number >= content.records.count }

    mutating func advance() {
        number += 1
        guard !isAtEnd else { return }
        for index in found.indices { found[index] = -1 }
        for index in content.records[number].members {
            // If a member is repeated, the last one is used, as in the library.
            if let column = content.members[index].column { found[column] = index }
        }
    }

    /// The record as sent.
    var text: JSONText { content.records[number].text }

    /// The value of the library's accessor.
    func member(_ column: Int) -> Member {
        guard found[column] >= 0 else { return .none }
        let value = content.members[found[column]].value
        switch PageContent.columns[column].form {
        case .text: return string(value)
        case .slug: return value.member(Self.slug).map(string) ?? .none
        case .array: return value.isArray ? .json(value) : .none
        case .object: return value.isObject ? .json(value) : .none
        }
    }

    private func string(_ value: JSONText) -> Member { value.isString ? .text(value.inside) : .none }

    /// Appends the record without omitted members. Returns false if it is not an object.
    func appendRecord(to text: inout [UInt8]) -> Bool {
        let record = content.records[number]
        guard record.text.isObject else { return false }
        let start = text.count
        text.append(UInt8(ascii: "{"))
        var run: JSONText?
        func endRun() {
            guard let members = run else { return }
            if text.count > start + 1 { text.append(UInt8(ascii: ",")) }
            append(members, to: &text)
            run = nil
        }
        for member in content.members[record.members] {
            if leftOut.index(of: member.key.inside) == nil {
                run = JSONText(start: run?.start ?? member.key.start, end: member.value.end)
            } else {
                endRun()
            }
        }
        endRun()
        text.append(UInt8(ascii: "}"))
        return true
    }

    /// Without white space between tokens.
    func append(_ value: JSONText, to text: inout [UInt8]) {
        if content.hasSpace { value.appendCompact(to: &text) } else { text.append(contentsOf: value.bytes) }
    }
}
