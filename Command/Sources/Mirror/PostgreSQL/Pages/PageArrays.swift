/// The columns of a page's records as arrays in the server's binary format.
struct PageArrays {
    /// Dimensions, flags, type, length and lower bound.
    private static let headerLength = 20

    private var arrays: [[UInt8]]
    private var counts = 0

    static func of(_ page: Page, _ statement: PageStatement) -> [[UInt8]] {
        let page = page.withoutNULs
        var arrays = PageArrays(statement.columns, capacity: page.bytes.count)
        let replaced = statement.isLastOnly ? replaced(page.content) : []
        var cursor = PageCursor(page.content, leftOut: statement.leftOut)
        while !cursor.isAtEnd {
            if !replaced.contains(cursor.number) { arrays.append(cursor, statement.columns) }
            cursor.advance()
        }
        return arrays.ended(statement.columns)
    }

    /// The records that a later one with the same id replaces.
    private static func replaced(_ content: PageContent) -> Set<Int> {
        var last: [ArraySlice<UInt8>: Int] = [:]
        var replaced: Set<Int> = []
        var cursor = PageCursor(content, leftOut: MemberNames([]))
        while !cursor.isAtEnd {
            if case .text(let id) = cursor.member(PageContent.identifier) {
                let key = id.hasEscape ? id.unescaped()[...] : Array(id.bytes)[...]
                if let before = last.updateValue(cursor.number, forKey: key) { replaced.insert(before) }
            }
            cursor.advance()
        }
        return replaced
    }

    private init(_ columns: [PageStatement.Column], capacity: Int) {
        arrays = columns.map { column in
            var array = [UInt8](repeating: 0, count: Self.headerLength)
            if column == .record || column == .value { array.reserveCapacity(capacity + capacity / 8) }
            return array
        }
    }

    private mutating func append(_ cursor: PageCursor, _ columns: [PageStatement.Column]) {
        counts += 1
        for (index, column) in columns.enumerated() { BinaryFormat.append(cursor, column, to: &arrays[index]) }
    }

    private mutating func ended(_ columns: [PageStatement.Column]) -> [[UInt8]] {
        for (index, column) in columns.enumerated() {
            let type = column.isJSON ? TypeID.jsonb : TypeID.text
            for (place, number) in [UInt32(1), 1, type, UInt32(counts), 1].enumerated() {
                BinaryFormat.write(number, at: place * 4, of: &arrays[index])
            }
            // An empty array has no dimension.
            if counts == 0 {
                BinaryFormat.write(0, at: 0, of: &arrays[index])
                arrays[index].removeLast(8)
            }
        }
        return arrays
    }
}
