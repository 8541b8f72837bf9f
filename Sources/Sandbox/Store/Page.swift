/// The rows that a list pages through, in the order of creation.
protocol PageSource {
    var count: Int { get }

    func id(at index: Int) -> String

    func write(rowAt index: Int, to text: inout [UInt8])

    /// The row of a cursor, or an empty range where a deleted row was. Nil if there never was one.
    func position(of cursor: String) -> Range<Int>?
}

/// One page in the API's envelope.
struct Page {
    private let window: Range<Int>
    private let before: String?
    private let after: String?
    private let isAscending: Bool

    init(of source: some PageSource, query: ListQuery) throws(Problem) {
        isAscending = query.order == .ascending
        let candidates: Range<Int>
        let takesNewest: Bool
        switch query.cursor {
        case nil:
            candidates = 0..<source.count
            takesNewest = !isAscending
        case let cursor?:
            guard let position = source.position(of: cursor.id) else {
                throw .unknownCursor(cursor)
            }
            // The page consists of the rows nearest to the cursor.
            takesNewest = query.goesToOlder(cursor)
            candidates = takesNewest ? 0..<position.lowerBound : position.upperBound..<source.count
        }
        let size = min(query.limit, candidates.count)
        window =
            takesNewest
            ? candidates.upperBound - size..<candidates.upperBound
            : candidates.lowerBound..<candidates.lowerBound + size

        let hasOlder = !window.isEmpty && window.lowerBound > 0
        let hasNewer = !window.isEmpty && window.upperBound < source.count
        let older = hasOlder ? source.id(at: window.lowerBound) : nil
        let newer = hasNewer ? source.id(at: window.upperBound - 1) : nil
        (before, after) = query.order == .descending ? (newer, older) : (older, newer)
    }

    func text(of source: some PageSource) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(window.count * 2048 + 256)
        text.append(contentsOf: #"{"object":"list","data":["#.utf8)
        for offset in 0..<window.count {
            if offset > 0 { text.append(UInt8(ascii: ",")) }
            let index = isAscending ? window.lowerBound + offset : window.upperBound - 1 - offset
            source.write(rowAt: index, to: &text)
        }
        text.append(contentsOf: #"],"list_metadata":"#.utf8)
        let metadata: JSONObject = ["before": JSON(before), "after": JSON(after)]
        metadata.write(to: &text)
        text.append(UInt8(ascii: "}"))
        return text
    }
}
