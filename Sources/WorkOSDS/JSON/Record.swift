import CPlatform
import Synchronization

/// A directory, group, user or event: a range of a text with the ranges of its fields. What is asked for is decoded,
/// once, into the record's own arena. It borrows the text of a page and is pointed at one record after another; or
/// it owns everything and, once `decodeAll` has run, never changes; or it is a document, whose decoded twin is made
/// when something is first asked for.
final class Record {
    enum Kind { case directory, group, user, event }

    let kind: Kind
    private let schema: Schema
    private var base: UnsafePointer<UInt8>
    private var fields: UnsafePointer<TextRange>?  // the record's own range, then the schema's fields
    private lazy var arena = Arena()
    /// What each field decoded to; nil where it has not been asked for.
    private var decoded: [DecodedText??] = []
    private(set) var isDecodedFully = false
    private var isDocument = false
    private let twin = Atomic<UnsafeRawPointer?>(nil)
    /// Kept alive because `base` and `fields` point into them.
    private var ownText: ByteBuffer?
    private var ownIndex: RecordIndex?
    var parts = RecordParts()
    /// Something could not be read for want of memory: what was answered for it may be wrong, and the listing must
    /// not go on as if it were right.
    private(set) var isShortOfMemory = false

    func noteShortage() { isShortOfMemory = true }

    init(_ kind: Kind) {
        self.kind = kind
        schema = kind.schema
        base = ByteBuffer.emptyText
    }

    /// Borrows record `number` of a text. False when there is no memory to decode it.
    @discardableResult
    func point(
        at number: Int, of index: RecordIndex, in text: UnsafePointer<UInt8>, keeping kept: RecordIndex? = nil
    ) -> Bool {
        base = text
        ownIndex = kept
        fields = index.row(number)
        // Decoded, a text is shorter than in its quotes: what a record holds fits into its own length.
        if !arena.reset(reserving: range?.length ?? 0) { isShortOfMemory = true }
        if decoded.isEmpty { decoded = [DecodedText??](repeating: nil, count: schema.count) }
        for field in 0..<decoded.count { decoded[field] = nil }
        if parts.isTouched { parts = RecordParts() }
        return !isShortOfMemory
    }

    deinit {
        if let twin = twin.load(ordering: .acquiring) { Unmanaged<Record>.fromOpaque(twin).release() }
    }

    /// Where the whole record lies; nil if it is no object.
    var range: TextRange? {
        guard let range = fields?.pointee, !range.isAbsent else { return nil }
        return range
    }

    var text: UnsafePointer<UInt8> { base }

    func fieldRange(_ field: Int) -> TextRange? {
        guard let range = fields?[field &+ 1], !range.isAbsent else { return nil }
        return range
    }

    /// A text inside the record, decoded anew at each call.
    func decode(_ range: TextRange) -> DecodedText? { arena.decode(base, range) }

    func decodedText(_ field: Int) -> DecodedText? {
        guard field < decoded.count else { return nil }
        if let known = decoded[field] { return known }
        guard !isDecodedFully, let range = fieldRange(field) else { return nil }
        let text = arena.decode(base, range)
        decoded[field] = .some(text)
        return text
    }

    /// An independent copy; nil when memory is out.
    func copy() -> Record? {
        guard let range else { return nil }
        let copy = Record(kind)
        let text = ByteBuffer()
        let index = RecordIndex(schema)
        guard text.append(base + range.lower, range.length), copy.own(text, index) else { return nil }
        return copy
    }

    /// A record of its own from a whole text: checked, not yet decoded.
    static func document(_ given: ByteBuffer, _ kind: Kind) throws(JSONFailure) -> Record {
        try CheckedText.scanning(given) { (text, scanner) throws(JSONFailure) in
            let index = RecordIndex(kind.schema)
            try scanner.scanRecord(into: index)
            try scanner.finish()
            let record = Record(kind)
            record.ownText = text
            record.ownIndex = index
            record.isDocument = true
            return record
        }
    }

    /// What accessors read, in any number of threads: of a document its twin. Of two threads that make it at once one
    /// throws its own away. Without memory for it nothing is there to be read.
    var readable: Record { isDocument ? decodedTwin : self }

    private var decodedTwin: Record {
        if let known = twin.load(ordering: .acquiring) { return Unmanaged.fromOpaque(known).takeUnretainedValue() }
        let made = Record(kind)
        guard let text = ownText, let index = ownIndex else { return made }
        made.ownText = text
        guard made.point(at: 0, of: index, in: text.bytes, keeping: index), made.decodeAll() else {
            return Record(kind)
        }
        let reference = Unmanaged.passRetained(made)
        let (exchanged, winner) = twin.compareExchange(
            expected: nil, desired: UnsafeRawPointer(reference.toOpaque()), ordering: .acquiringAndReleasing)
        guard !exchanged, let winner else { return made }
        reference.release()
        return Unmanaged.fromOpaque(winner).takeUnretainedValue()
    }

    /// Takes a text that is one record of this kind, checked before. False when memory is out.
    private func own(_ text: ByteBuffer, _ index: RecordIndex) -> Bool {
        var scanner = Scanner(text)
        do throws(JSONFailure) { try scanner.scanRecord(into: index) } catch { return false }
        ownText = text
        return point(at: 0, of: index, in: text.bytes, keeping: index) && decodeAll()
    }

    /// Decodes everything, so that any number of threads may read the record. False when memory is out.
    func decodeAll() -> Bool {
        for field in 0..<schema.count {
            guard let range = fieldRange(field) else { continue }
            let isText = ByteCursor(base, from: range.lower, to: range.upper).current == UInt8(ascii: "\"")
            if decodedText(field) == nil, isText { return false }
        }
        if !decodeParts() || isShortOfMemory { return false }
        isDecodedFully = true
        return true
    }
}
