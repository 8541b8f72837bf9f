import Synchronization

/// A record that owns its text and is decoded when it is created. Afterwards only parts created on first access change
/// (`Atomic.object`), so that any number of threads can read it.
final class RecordCopy: Record {
    /// Shared with the records inside.
    private let ownText: ByteBuffer
    /// False while one thread creates it; afterwards nothing is written.
    private var isComplete = false
    /// The content of an event, made by the thread that reads it first; empty for other kinds.
    private let content = Atomic<UnsafeRawPointer?>(nil)

    private init(_ kind: Kind, _ text: ByteBuffer) {
        ownText = text
        super.init(kind)
    }

    deinit { content.release(EventContent.self) }

    /// nil if memory runs out.
    static func make(_ kind: Kind, copying text: UnsafePointer<UInt8>, _ range: TextRange) -> RecordCopy? {
        let copy = ByteBuffer()
        guard copy.append(text + range.lower, range.length) else { return nil }
        do throws(JSONFailure) {
            let made = try make(kind, copy, TextRange(0, range.length))
            return kind == .event && made?.eventContent == nil ? nil : made
        } catch { return nil }
    }

    /// A text that is one record. The content of an event is decoded later: of most webhooks a receiver reads only id
    /// and type, and the rest costs more than the signature.
    static func make(_ kind: Kind, checking given: ByteBuffer) throws(JSONFailure) -> RecordCopy {
        try CheckedText.scanning(given) { (text, scanner) throws(JSONFailure) in
            let index = RecordIndex(kind.schema)
            try scanner.scanRecord(into: index)
            try scanner.finish()
            return try make(kind, text, index)
        }
    }

    /// The record at a range of a checked text; nil if it is not an object.
    private static func make(
        _ kind: Kind, _ text: ByteBuffer, _ range: TextRange
    ) throws(JSONFailure) -> RecordCopy? {
        guard let index = try RecordIndex.reading(text.bytes, range, kind.schema) else { return nil }
        return try make(kind, text, index)
    }

    /// The only place where a copy becomes complete.
    private static func make(_ kind: Kind, _ text: ByteBuffer, _ index: RecordIndex) throws(JSONFailure) -> RecordCopy {
        let copy = RecordCopy(kind, text)
        if copy.point(at: 0, of: index, in: text.bytes, keeping: index) { copy.decodeAll() }
        if copy.isOutOfMemory || Reserve.isUsed { throw .outOfMemory }
        copy.isComplete = true
        return copy
    }

    /// Decodes everything that `Record` decodes on first access. If memory runs out, no copy is made, because NULL from
    /// a copy's getter means that the server sent nothing.
    private func decodeAll() {
        for field in 0..<kind.schema.count { _ = decodedText(field) }
        switch kind {
        case .directory: _ = counts
        case .group, .event: break
        case .user:
            _ = role
            _ = roles
            _ = customAttributes
            makeUsualGroups()
        }
    }

    /// Also a copy, sharing the text.
    override func inner(_ kind: Kind, at range: TextRange) throws(JSONFailure) -> Record? {
        try Self.make(kind, ownText, range)
    }

    override var eventContent: EventContent? { content.object { readEventContent() } }

    /// For parts created later, the getter returns NULL if memory runs out.
    override func noteOutOfMemory() {
        if !isComplete { super.noteOutOfMemory() }
    }
}
