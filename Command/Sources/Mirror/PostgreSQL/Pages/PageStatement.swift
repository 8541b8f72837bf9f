/// A statement with arguments, as the server gets it. What it reads of a page's records is sent as one array for each
/// column, so that the server parses only what it stores.
struct PageStatement {
    /// A column of the FROM item that the dialect wrote.
    enum Column: Equatable {
        /// The record as sent, and as stored.
        case value, record
        case member(Int)

        static let all = [.value, .record] + PageContent.columns.indices.map(Column.member)

        var name: String {
            switch self {
            case .value: "value"
            case .record: "sent_record"
            case .member(let index): "sent_\(PageContent.columns[index].name)"
            }
        }

        var isJSON: Bool {
            guard case .member(let index) = self else { return true }
            switch PageContent.columns[index].form {
            case .text, .slug: return false
            case .array, .object: return true
            }
        }
    }

    private static let mark = "workosds_page("

    let sql: String
    /// Empty if it does not read records.
    private(set) var columns: [Column] = []
    private(set) var leftOut = MemberNames([])
    private(set) var isLastOnly = false

    /// What `init` replaces by a function call, when it is known which columns the statement reads.
    static func item(_ page: String, _ leftOut: [String], _ name: String, isLastOnly: Bool) -> String {
        "\(mark)\(page) \(name) \(isLastOnly) \(leftOut.joined(separator: " ")))"
    }

    init(_ text: String) {
        guard let mark = text.firstRange(of: Self.mark), let end = text[mark.upperBound...].firstIndex(of: ")") else {
            sql = Self.translated(text)
            return
        }
        let parts = text[mark.upperBound..<end].split(separator: " ").map(String.init)
        let words = Set(text.split { !$0.isLetter && !$0.isNumber && $0 != "_" })
        columns = Column.all.filter { words.contains(Substring($0.name)) }
        if columns.isEmpty { columns = [.member(PageContent.identifier)] }
        isLastOnly = parts[2] == "true"
        leftOut = MemberNames(Array(parts.dropFirst(3)))
        let first = Int(parts[0].dropFirst()) ?? 1
        let arrays = columns.enumerated().map { "$\(first + $0)::\($1.isJSON ? "jsonb" : "text")[]" }
        let names = columns.map(\.name).joined(separator: ", ")
        let call = "unnest(\(arrays.joined(separator: ", "))) AS \(parts[1])(\(names))"
        sql = Self.translated(text.replacingCharacters(mark.lowerBound...end, call))
    }

    /// "?1" is "$1" here.
    private static func translated(_ sql: String) -> String {
        var bytes = Array(sql.utf8)
        for index in bytes.indices.dropLast()
        where bytes[index] == UInt8(ascii: "?") && (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(bytes[index + 1]) {
            bytes[index] = UInt8(ascii: "$")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension String {
    fileprivate func firstRange(of sought: String) -> Range<Index>? {
        indices.lazy.filter { self[$0...].hasPrefix(sought) }.first.map { $0..<index($0, offsetBy: sought.count) }
    }

    fileprivate func replacingCharacters(_ range: ClosedRange<Index>, _ other: String) -> String {
        self[..<range.lowerBound] + other + self[index(after: range.upperBound)...]
    }
}
