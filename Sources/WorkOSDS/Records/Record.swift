/// A directory, group, user or event: its place in a checked text and those of its fields. What is asked for is decoded
/// once, into the record's own arena. The text is borrowed: an iterator points one record at the rows of a page, one
/// after another, and one thread at a time reads it. `RecordCopy` owns its text.
class Record {
    enum Kind { case directory, group, user, event }

    final let kind: Kind
    final private(set) var text = ByteBuffer.emptyText
    /// The record's own range, then the schema's fields.
    final private var row: UnsafePointer<TextRange>?
    /// Where `row` is, unless it is a page's.
    final private var index: RecordIndex?
    /// Borrowed strings lie here: they live until the record is pointed elsewhere, as the header promises.
    final private lazy var arena = Arena()
    /// By field; nil where it has not been asked for or is no text.
    final private let decoded: UnsafeMutablePointer<DecodedText?>
    final private let fieldCount: Int
    final var parts = RecordParts()
    /// A member could not be read for want of memory: what was answered for it may be wrong, and a listing must not go
    /// on as if it were right.
    final private(set) var isOutOfMemory = false

    init(_ kind: Kind) {
        self.kind = kind
        fieldCount = kind.schema.count
        decoded = .allocate(capacity: fieldCount)
        decoded.initialize(repeating: nil, count: fieldCount)
    }

    deinit { decoded.deallocate() }

    /// Borrows record `number` of a text. False when there is no memory to decode it.
    @discardableResult
    final func point(
        at number: Int, of index: RecordIndex, in text: UnsafePointer<UInt8>, keeping kept: RecordIndex? = nil
    ) -> Bool {
        self.text = text
        self.index = kept
        row = index.row(number)
        // Decoded, a text is shorter than in its quotes: what a record holds fits into its own length.
        if !arena.reset(reserving: range?.length ?? 0) { isOutOfMemory = true }
        decoded.update(repeating: nil, count: fieldCount)
        if parts.isTouched { parts = RecordParts() }
        return !isOutOfMemory
    }

    func noteOutOfMemory() { isOutOfMemory = true }

    /// Where the whole record lies; nil if it is no object.
    final var range: TextRange? {
        guard let range = row?.pointee, !range.isAbsent else { return nil }
        return range
    }

    final func fieldRange(_ field: Int) -> TextRange? {
        guard let range = row?[field &+ 1], !range.isAbsent else { return nil }
        return range
    }

    /// By the number of a field; nil for what is not a text. The same pointer at each call.
    final func decodedText(_ field: Int) -> DecodedText? {
        guard field < fieldCount else { return nil }
        if let known = decoded[field] { return known }
        guard let range = fieldRange(field), let text = decode(range) else { return nil }
        decoded[field] = text
        return text
    }

    /// A text inside the record that is no field of it. The caller keeps it: the arena has room for each text once.
    final func decode(_ range: TextRange) -> DecodedText? { arena.decode(text, range) }

    /// A record inside this one; nil if there is no object.
    func inner(_ kind: Kind, at range: TextRange) throws(JSONFailure) -> Record? {
        guard let index = try RecordIndex.reading(text, range, kind.schema) else { return nil }
        let record = Record(kind)
        guard record.point(at: 0, of: index, in: text, keeping: index) else { throw .outOfMemory }
        return record
    }

    /// nil when memory is out.
    var eventContent: EventContent? {
        if let known = parts.eventContent { return known }
        parts.eventContent = readEventContent()
        if parts.eventContent == nil { noteOutOfMemory() }
        return parts.eventContent
    }

    final func readEventContent() -> EventContent? {
        do throws(JSONFailure) { return try EventContent.reading(self) } catch { return nil }
    }

    /// nil when memory is out.
    final func copy() -> RecordCopy? { range.flatMap { RecordCopy.make(kind, copying: text, $0) } }
}
