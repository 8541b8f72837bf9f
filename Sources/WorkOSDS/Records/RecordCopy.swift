import Synchronization

/// A record with a text of its own, decoded when it is made. Nothing of it changes afterwards but for what a thread
/// makes that is the first to ask for it (`Atomic.object`): any number of threads may read it.
final class RecordCopy: Record {
    /// Shared with the records inside.
    private let ownText: ByteBuffer
    /// False while it is being made, by one thread; from then on nothing is written.
    private var isComplete = false
    private let content = Atomic<UnsafeRawPointer?>(nil)

    private init(_ kind: Kind, _ text: ByteBuffer) {
        ownText = text
        super.init(kind)
    }

    deinit { content.release(EventContent.self) }

    /// nil when memory is out.
    static func make(_ kind: Kind, copying text: UnsafePointer<UInt8>, _ range: TextRange) -> RecordCopy? {
        let copy = ByteBuffer()
        guard copy.append(text + range.lower, range.length) else { return nil }
        do throws(JSONFailure) {
            let made = try make(kind, copy, TextRange(0, range.length))
            return kind == .event && made?.eventContent == nil ? nil : made
        } catch { return nil }
    }

    /// The one record that a text from outside is. What an event is about is left for later: of most webhooks a
    /// receiver reads id and type alone, and the rest costs more than the signature.
    static func make(_ kind: Kind, checking given: ByteBuffer) throws(JSONFailure) -> RecordCopy {
        try CheckedText.scanning(given) { (text, scanner) throws(JSONFailure) in
            let index = RecordIndex(kind.schema)
            try scanner.scanRecord(into: index)
            try scanner.finish()
            return try make(kind, text, index)
        }
    }

    /// At a range of a text checked before; nil if there is no object.
    private static func make(
        _ kind: Kind, _ text: ByteBuffer, _ range: TextRange
    ) throws(JSONFailure) -> RecordCopy? {
        guard let index = try RecordIndex.reading(text.bytes, range, kind.schema) else { return nil }
        return try make(kind, text, index)
    }

    private static func make(_ kind: Kind, _ text: ByteBuffer, _ index: RecordIndex) throws(JSONFailure) -> RecordCopy {
        let copy = RecordCopy(kind, text)
        if copy.point(at: 0, of: index, in: text.bytes, keeping: index) { copy.decodeAll() }
        if copy.isOutOfMemory { throw .outOfMemory }
        copy.isComplete = true
        return copy
    }

    /// What `Record` would decode when first asked for it. Without memory for it no copy is made: a getter of a copy
    /// that answers NULL says that the server sent nothing.
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

    /// A copy too, of the same text.
    override func inner(_ kind: Kind, at range: TextRange) throws(JSONFailure) -> Record? {
        try Self.make(kind, ownText, range)
    }

    override var eventContent: EventContent? { content.object { readEventContent() } }

    /// Of what is made later its getter's NULL tells.
    override func noteOutOfMemory() {
        if !isComplete { super.noteOutOfMemory() }
    }
}
