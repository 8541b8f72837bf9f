/// One response: its text, checked and repaired, and the ranges of its records. Reused for later responses, so that a
/// listing of any length needs two.
///
/// An iterator owns two: the one whose records are being returned, and the one that the next response fills. They are
/// exchanged when a page is complete. One thread at a time uses them, as it does the iterator.
final class Page {
    /// What the response has to be: an object with `data` and `list_metadata`, or one record.
    enum Shape { case list, record }

    /// Filled by the transfer, then read by `parse`.
    private(set) var text = ByteBuffer()
    /// One row for each record; ranges refer to `text`.
    let index: RecordIndex
    /// The cursors of the adjacent pages; nil at the end of the list, where the API sends null, "" or nothing.
    private(set) var before: [UInt8]?
    private(set) var after: [UInt8]?
    private var shape = Shape.list
    /// Whether `text` is the output of `Repair`, in which a quoted number may have been a number.
    private var isRepaired = false
    /// For the text repaired by `Repair`, and for an array of the single record of a response.
    private var spare = ByteBuffer()
    /// The offset and the original values of the two bytes that a borrowed text has changed; nil while nothing is
    /// borrowed.
    private var lent: (offset: Int, first: UInt8, second: UInt8)?

    /// A cursor is sent in the next URL. Most servers accept 8 KB, and percent-encoding can double the length.
    static let maximumCursorLength = 4096

    /// The maximum for a list. Far more than the API sends; without it a body of empty objects would need fifty times
    /// its size in memory.
    static let maximumRecords = 16_384

    init(_ schema: Schema) { index = RecordIndex(schema, limit: Self.maximumRecords) }

    /// Empties it before a transfer fills it again; the memory is kept.
    func removeAll() {
        restore()
        text.removeAll()
        index.removeAll()
    }

    /// Transfers the text to an error as its body.
    func takeBody() -> ByteBuffer {
        restore()
        index.removeAll()
        return text.move()
    }

    /// For the end of a call that used the reserve, in which the cursors may be. The iterator has ended and needs none.
    func leaveReserve() {
        before = nil
        after = nil
    }

    /// Checks the text and splits it into records. A text that needs repair is scanned, rewritten and scanned again;
    /// others are scanned once.
    func parse(_ shape: Shape) throws(JSONFailure) {
        self.shape = shape
        isRepaired = false
        do throws(JSONFailure) {
            try scan(shape)
        } catch .needsRepair {
            guard Repair.run(text, into: spare) else { throw .outOfMemory }
            swap(&text, &spare)
            isRepaired = true
            do throws(JSONFailure) {
                try scan(shape)
            } catch {
                swap(&text, &spare)  // an error contains what the server sent
                throw error
            }
        }
    }

    private func scan(_ shape: Shape) throws(JSONFailure) {
        index.removeAll()
        before = nil
        after = nil
        var scanner = Scanner(text)
        switch shape {
        case .record:
            do throws(JSONFailure) {
                try scanner.scanRecord(into: index)
            } catch .recordNotAnObject {
                throw .notAnObject
            }
            try scanner.finish()
        case .list:
            try scanList(&scanner)
        }
    }

    /// `{"data": [...], "list_metadata": {"before": ..., "after": ...}}`, in any order. If a member is repeated, the
    /// last one is used, so `data` is dropped if a second one is not an array.
    private func scanList(_ scanner: inout Scanner) throws(JSONFailure) {
        var dataFound = false
        var metadataFound = false
        let metadata = RecordIndex(.listMetadata)
        var guess = Schema.envelope.first
        guard try scanner.openObject() else {
            // Malformed JSON is reported as such, even if it is not an object.
            _ = try scanner.scanDocument()
            throw .notAnObject
        }
        var more = try scanner.opensMember()
        while more {
            let member = try scanner.scanKey(of: .envelope, guess: &guess)
            scanner.skipWhitespace()
            switch (member, scanner.cursor.current) {
            case (0, "["):
                index.removeAll()
                try scanner.scanRecords(into: index)
                dataFound = true
            case (1, "{"):
                metadata.removeAll()
                try scanner.scanRecord(into: metadata)
                metadataFound = true
            default:
                _ = try scanner.scanValue()
                if member == 0 { dataFound = false }
                if member == 1 { metadataFound = false }
            }
            more = try scanner.closesOrContinues("}")
        }
        try scanner.finish()
        if !dataFound { throw .dataMissing }
        if !metadataFound { throw .listMetadataMissing }
        before = try pageCursor(metadata, 0)
        after = try pageCursor(metadata, 1)
    }

    /// nil if it is absent, null or "". Everything else fails: a listing that ended early for a cursor it could not
    /// read would miss records without an error. An escaped NUL could not be passed on as a C string.
    private func pageCursor(_ metadata: RecordIndex, _ field: Int) throws(JSONFailure) -> [UInt8]? {
        guard let range = metadata.range(0, field: field) else { return nil }
        var start = ByteCursor(text.bytes, from: range.lower, to: text.count)
        if start.current == "n" { return nil }
        guard start.current == "\"", range.length <= Self.maximumCursorLength else {
            throw .cursorNotText
        }
        start.advance()
        var bytes = TextDecoder.bytes(start, length: range.length &- 2)
        bytes.removeLast(ByteCursor.padding)
        if bytes.contains(0) || isRepaired && NumberText.isTooLarge(bytes) { throw .cursorNotText }
        return bytes.isEmpty ? nil : bytes
    }

    // MARK: Lending the server's text
    //
    // A page as JSON is the server's text of 100 KB with two bytes changed instead of a copy: a bracket for the comma
    // or bracket before the first record, and a bracket and a NUL after the last one.

    /// Record `record` unchanged, NUL-terminated until `restore`. Only the byte after the record is changed, usually a
    /// comma.
    func lend(_ record: Int) -> UnsafeBufferPointer<UInt8>? {
        restore()
        guard let range = index.range(record), let bytes = text.mutableBytes else { return nil }
        lent = (range.upper, bytes[range.upper], bytes[range.upper &+ 1])
        bytes[range.upper] = 0
        return UnsafeBufferPointer(start: text.bytes + range.lower, count: range.length)
    }

    /// Records `first` up to but not including `end` as an array, NUL-terminated until `restore`. nil if memory runs
    /// out.
    func lendArray(_ first: Int, _ end: Int) -> UnsafeBufferPointer<UInt8>? {
        restore()
        guard first < end, let start = index.range(first), let last = index.range(end &- 1),
            let bytes = text.mutableBytes
        else { return nil }
        guard let opening = opening(before: start.lower) else { return composeArray(start) }
        bytes[opening] = "["
        lent = (last.upper, bytes[last.upper], bytes[last.upper &+ 1])
        bytes[last.upper] = "]"
        bytes[last.upper &+ 1] = 0
        return UnsafeBufferPointer(start: text.bytes + opening, count: last.upper &+ 1 &- opening)
    }

    /// The bracket or comma before a record of a list, which whitespace may follow; nil for a single record.
    private func opening(before start: Int) -> Int? {
        guard shape == .list, let bytes = text.mutableBytes else { return nil }
        var opening = start &- 1
        while opening > 0, bytes[opening] != "[", bytes[opening] != "," { opening &-= 1 }
        return opening >= 0 ? opening : nil
    }

    /// For a response that is a single record: it has no brackets around it that could be used.
    private func composeArray(_ record: TextRange) -> UnsafeBufferPointer<UInt8>? {
        spare.removeAll()
        guard spare.append("["), spare.append(text.bytes + record.lower, record.length),
            spare.append("]")
        else { return nil }
        return UnsafeBufferPointer(start: spare.bytes, count: spare.count)
    }

    /// Restores the bytes that a borrowed text changed. A comma that became a bracket may stay one, because the records
    /// before it were already returned.
    func restore() {
        guard let lent, let bytes = text.mutableBytes else { return }
        bytes[lent.offset] = lent.first
        bytes[lent.offset &+ 1] = lent.second
        self.lent = nil
    }
}

extension Schema {
    static var envelope: Schema { Schema("data\0list_metadata", count: 2) }
    static var listMetadata: Schema { Schema("before\0after", count: 2) }
}
