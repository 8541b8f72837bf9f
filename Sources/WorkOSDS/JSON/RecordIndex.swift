import CPlatform

/// A value's place in its text; `end` is 0 where the member is absent.
struct TextRange {
    var start: UInt32 = 0
    var end: UInt32 = 0

    init() {}

    init(_ start: Int, _ end: Int) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
    }

    var isAbsent: Bool { end == 0 }
    var lower: Int { Int(start) }
    var upper: Int { Int(end) }
    var length: Int { upper &- lower }
}

/// Where the records of a text lie and where their fields do: a flat table in checked memory, one row a record,
/// kept from page to page. A row is the record's own range, then one range for each field of the schema.
final class RecordIndex {
    private(set) var schema: Schema
    private(set) var count = 0
    private var rows: UnsafeMutablePointer<TextRange>?
    private var capacity = 0

    init(_ schema: Schema) { self.schema = schema }

    deinit { free(rows) }

    func removeAll() { count = 0 }

    /// The record's range and fields. Rows exist only below `count`.
    func row(_ record: Int) -> UnsafePointer<TextRange>? {
        guard record >= 0, record < count, let rows else { return nil }
        return UnsafePointer(rows + record &* rowLength)
    }

    /// A new row with every field absent; nil when memory is out.
    func addRow() -> UnsafeMutablePointer<TextRange>? {
        if count == capacity, !grow() { return nil }
        guard let rows else { return nil }
        let row = rows + count &* rowLength
        row.initialize(repeating: TextRange(), count: rowLength)
        count &+= 1
        return row
    }

    private var rowLength: Int { schema.count &+ 1 }

    private func grow() -> Bool {
        let wanted = max(capacity &* 2, 16)
        let (size, overflow) = wanted.multipliedReportingOverflow(by: rowLength &* MemoryLayout<TextRange>.stride)
        guard !overflow, let moved = realloc(rows, size) else { return false }
        rows = moved.assumingMemoryBound(to: TextRange.self)
        capacity = wanted
        return true
    }
}
