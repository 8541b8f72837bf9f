import CPlatform

/// The ranges of a text's records and their fields: a flat table in checked memory with one row per record, reused from
/// page to page. A row is the record's range, then one range for each field of the schema, so that a field is found by
/// its number, without a search. A user takes 168 bytes.
///
/// Ranges instead of a tree: a page of 100 users costs one table of 17 KB that is allocated once, where a tree costs
/// thousands of small allocations for each page.
final class RecordIndex {
    /// Which members have a column, and in which order. Other members are checked, but leave no trace here.
    let schema: Schema
    private(set) var count = 0
    /// `capacity` rows of `rowLength` ranges, of which `count` are in use.
    private var rows: UnsafeMutablePointer<TextRange>?
    private var capacity = 0

    /// The most rows that may be added; see `Page.maximumRecords`.
    private let limit: Int

    init(_ schema: Schema, limit: Int = .max) {
        self.schema = schema
        self.limit = limit
    }

    deinit { free(rows) }

    /// Indexes the object at a range of a checked text or, with a schema without fields, the elements of the array
    /// there; nil if it is something else.
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

    /// Keeps the memory.
    func removeAll() { count = 0 }

    var isFull: Bool { count >= limit }

    /// The range of the whole record; nil if it is not an object.
    func range(_ record: Int) -> TextRange? {
        guard let range = row(record)?[0], !range.isAbsent else { return nil }
        return range
    }

    /// The range of a field of the record; nil if it is absent.
    func range(_ record: Int, field: Int) -> TextRange? {
        guard field < schema.count, let range = row(record)?[field &+ 1], !range.isAbsent else { return nil }
        return range
    }

    /// The record's range and fields, valid until a row is added or the index is freed. Rows exist only below `count`.
    func row(_ record: Int) -> UnsafePointer<TextRange>? {
        guard record >= 0, record < count, let rows else { return nil }
        return UnsafePointer(rows + record &* rowLength)
    }

    /// A new row with all fields absent; nil if memory runs out or the index is full.
    func addRow() -> UnsafeMutablePointer<TextRange>? {
        if isFull || count == capacity && !grow() { return nil }
        guard let rows else { return nil }
        let row = rows + count &* rowLength
        row.initialize(repeating: TextRange(), count: rowLength)
        count &+= 1
        return row
    }

    private var rowLength: Int { schema.count &+ 1 }

    /// Checked, since a hostile text can have millions of elements.
    private func grow() -> Bool {
        let wanted = capacity == 0 ? 1 : max(capacity &* 2, 16)  // most texts except pages need only one row
        let (size, overflow) = wanted.multipliedReportingOverflow(by: rowLength &* MemoryLayout<TextRange>.stride)
        guard !overflow, let moved = realloc(rows, size) else { return false }
        rows = moved.assumingMemoryBound(to: TextRange.self)
        capacity = wanted
        return true
    }
}

extension Schema {
    /// For the elements of an array, of any type.
    static var elements: Schema { Schema("", count: 0) }
}
