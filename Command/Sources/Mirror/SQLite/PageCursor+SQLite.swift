import CSQLite

/// Returns the values of a record to SQLite.
extension PageCursor {
    func putText(into result: OpaquePointer?) {
        csqlite_result_copied_text(result, text.start, Int32(text.end - text.start))
    }

    func putMember(_ column: Int, into result: OpaquePointer?) {
        switch member(column) {
        case .none: sqlite3_result_null(result)
        case .text(let text) where text.hasEscape: put(text.unescaped(), into: result)
        case .text(let text): csqlite_result_copied_text(result, text.start, Int32(text.end - text.start))
        case .json(let value):
            var text: [UInt8] = []
            append(value, to: &text)
            put(text, into: result)
        }
    }

    func putRecord(into result: OpaquePointer?) {
        var record: [UInt8] = []
        record.reserveCapacity(text.end - text.start)
        if appendRecord(to: &record) { put(record, into: result) } else { sqlite3_result_null(result) }
    }

    private func put(_ text: [UInt8], into result: OpaquePointer?) {
        csqlite_result_copied_text(result, text, Int32(text.count))
    }
}

/// A cursor with an address for SQLite.
final class PageCursorBox {
    var cursor: PageCursor

    init(_ cursor: PageCursor) { self.cursor = cursor }
}
