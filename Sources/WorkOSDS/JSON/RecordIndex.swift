import CPlatform

/// Where the records of a text lie and where their fields do: a flat table in checked memory, one row a record, kept
/// from page to page. A row is the record's own range, then one range for each field of the schema, so that a field is
/// found by its number, without a search. A user takes 168 bytes of it.
final class RecordIndex {
    let schema: Schema
    private(set) var count = 0
    private var rows: UnsafeMutablePointer<TextRange>?
    private var capacity = 0

    private let limit: Int

    init(_ schema: Schema, limit: Int = .max) {
        self.schema = schema
        self.limit = limit
    }

    deinit { free(rows) }

    /// The object at a range of a text that was checked before or, by a schema without fields, the elements of the
    /// array there; nil if it is something else.
    static func reading(
        _ base: UnsafePointer<UInt8>, _ range: TextRange, _ schema: Schema
    ) throws(JSONFailure) -> RecordIndex? {
        let isArray = schema.count == 0
        var scanner = Scanner(base, from: range.lower, to: range.upper)
        guard scanner.cursor.current == (isArray ? "[" : "{") else { return nil }
        let index = RecordIndex(schema)
        if isArray { try scanner.scanElements(into: index) } else { try scanner.scanRecord(into: index) }
        return index
    }

    func removeAll() { count = 0 }

    var isFull: Bool { count >= limit }

    /// Where the whole record lies; nil where it is no object.
    func range(_ record: Int) -> TextRange? {
        guard let range = row(record)?[0], !range.isAbsent else { return nil }
        return range
    }

    /// Where a field of the record lies; nil where it is absent.
    func range(_ record: Int, field: Int) -> TextRange? {
        guard field < schema.count, let range = row(record)?[field &+ 1], !range.isAbsent else { return nil }
        return range
    }

    /// The record's range and fields, as long as the index lives and has no row added. Rows exist only below `count`.
    func row(_ record: Int) -> UnsafePointer<TextRange>? {
        guard record >= 0, record < count, let rows else { return nil }
        return UnsafePointer(rows + record &* rowLength)
    }

    /// A new row with every field absent; nil when memory is out or the index full.
    func addRow() -> UnsafeMutablePointer<TextRange>? {
        if isFull || count == capacity && !grow() { return nil }
        guard let rows else { return nil }
        let row = rows + count &* rowLength
        row.initialize(repeating: TextRange(), count: rowLength)
        count &+= 1
        return row
    }

    private var rowLength: Int { schema.count &+ 1 }

    private func grow() -> Bool {
        let wanted = capacity == 0 ? 1 : max(capacity &* 2, 16)  // one row is all that most texts need but a page's
        let (size, overflow) = wanted.multipliedReportingOverflow(by: rowLength &* MemoryLayout<TextRange>.stride)
        guard !overflow, let moved = realloc(rows, size) else { return false }
        rows = moved.assumingMemoryBound(to: TextRange.self)
        capacity = wanted
        return true
    }
}

extension Schema {
    /// For the elements of an array, of any kind.
    static var elements: Schema { Schema("", count: 0) }
}
