/// A directory, group, user or event: its range in a checked text, and those of its fields. Fields are decoded on first
/// access into the record's arena. The text is borrowed: an iterator points one record at the rows of a page, one after
/// another, and one thread at a time reads it. `RecordCopy` owns its text.
///
/// A class with a subclass instead of a protocol, because Embedded Swift has no existential types. What both share is
/// final, so that calls of it are direct.
class Record {
    /// Which fields it has, and which functions of the header accept it.
    enum Kind { case directory, group, user, event }

    final let kind: Kind
    /// Borrowed from the page or from `RecordCopy`.
    final private(set) var text = ByteBuffer.emptyText
    /// The record's range, then those of the schema's fields.
    final private var row: UnsafePointer<TextRange>?
    /// The index that contains `row`, unless that is a page's.
    final private var index: RecordIndex?
    /// Memory of borrowed strings, which are valid until the record is pointed elsewhere, as the header guarantees.
    final private let arena = Arena()
    /// By field; nil if it was not accessed yet or is not a text.
    final private let decoded: UnsafeMutablePointer<DecodedText?>
    /// The schema's number of names, for bounds.
    final private let fieldCount: Int
    /// Nested members, which most callers do not read.
    final var parts = RecordParts()
    /// Whether memory ran out while a member was read. The value returned for it may be wrong, so a listing must not
    /// continue.
    final private(set) var isOutOfMemory = false

    init(_ kind: Kind) {
        self.kind = kind
        fieldCount = kind.schema.count
        decoded = .allocate(capacity: fieldCount)
        decoded.initialize(repeating: nil, count: fieldCount)
    }

    deinit { decoded.deallocate() }

    /// Borrows record `number` of a text. False if there is no memory to decode it. `kept`: an index that only this
    /// record uses, which it keeps alive.
    @discardableResult
    final func point(
        at number: Int, of index: RecordIndex, in text: UnsafePointer<UInt8>, keeping kept: RecordIndex? = nil
    ) -> Bool {
        self.text = text
        self.index = kept
        row = index.row(number)
        // A decoded text is shorter than with its quotes, so all texts fit into the record's length.
        if !arena.reset(reserving: range?.length ?? 0) { isOutOfMemory = true }
        decoded.update(repeating: nil, count: fieldCount)
        if parts.isTouched { parts = RecordParts() }
        return !isOutOfMemory
    }

    /// The next `next` fails (`RecordIterator.fill`), so that a listing never continues with a wrong value.
    func noteOutOfMemory() { isOutOfMemory = true }

    /// A new part of the record; nil if memory ran out or the reserve was used, which no part may outlive.
    final func kept<Part>(_ made: Part?) -> Part? {
        if made != nil, !Reserve.isUsed { return made }
        noteOutOfMemory()
        return nil
    }

    /// The range of the whole record; nil if it is not an object.
    final var range: TextRange? {
        guard let range = row?.pointee, !range.isAbsent else { return nil }
        return range
    }

    /// nil if the server did not send the member. A null is present and has a range.
    final func fieldRange(_ field: Int) -> TextRange? {
        guard let range = row?[field &+ 1], !range.isAbsent else { return nil }
        return range
    }

    /// The text of a field by number; nil if it is not a text. Returns the same pointer each time.
    final func decodedText(_ field: Int) -> DecodedText? {
        guard field < fieldCount else { return nil }
        if let known = decoded[field] { return known }
        guard let range = fieldRange(field), let text = decode(range) else { return nil }
        decoded[field] = text
        return text
    }

    /// A text inside the record that is not a field. The caller stores it, because the arena has room for each text
    /// once.
    final func decode(_ range: TextRange) -> DecodedText? { arena.decode(text, range) }

    /// A record inside this one; nil if it is not an object.
    func inner(_ kind: Kind, at range: TextRange) throws(JSONFailure) -> Record? {
        guard let index = try RecordIndex.reading(text, range, kind.schema) else { return nil }
        let record = Record(kind)
        guard record.point(at: 0, of: index, in: text, keeping: index), !Reserve.isUsed else { throw .outOfMemory }
        return record
    }

    /// nil if memory runs out.
    var eventContent: EventContent? {
        if let known = parts.eventContent { return known }
        parts.eventContent = kept(readEventContent())
        return parts.eventContent
    }

    final func readEventContent() -> EventContent? {
        do throws(JSONFailure) { return try EventContent.reading(self) } catch { return nil }
    }

    /// nil if memory runs out. Independent of the iterator, its page and its client.
    final func copy() -> RecordCopy? { range.flatMap { RecordCopy.make(kind, copying: text, $0) } }
}
