import CPlatform

/// The members of one kind of object that the library reads; a field is known by its place in the list.
final class Schema {
    private let keys: [Key]

    struct Key {
        let start: UnsafePointer<UInt8>
        let length: Int
        fileprivate let firstWord: UInt64
    }

    /// Names with a space between each two.
    init(_ names: StaticString) {
        var keys: [Key] = []
        var start = 0
        for end in 0...names.utf8CodeUnitCount where end > start {
            guard end == names.utf8CodeUnitCount || names.utf8Start[end] == 0x20 else { continue }
            var word: UInt64 = 0
            for index in 0..<min(end &- start, 8) {
                word |= UInt64(names.utf8Start[start &+ index]) &<< UInt64(index &* 8)
            }
            keys.append(Key(start: names.utf8Start + start, length: end &- start, firstWord: word))
            start = end &+ 1
        }
        self.keys = keys
    }

    var count: Int { keys.count }

    func name(_ field: Int) -> Key { keys[field] }

    /// The field with the key of `length` bytes at the cursor. `guess` is tried first: servers write the
    /// members of every record in the same order.
    @inline(__always)
    func field(at cursor: ByteCursor, length: Int, guess: Int) -> Int? {
        if length > 20 { return nil }
        let mask: UInt64 = length >= 8 ? .max : (1 &<< UInt64(length &* 8)) &- 1
        let word = cursor.word & mask
        var candidate = guess
        for _ in 0..<keys.count {
            if candidate >= keys.count { candidate = 0 }
            let key = keys[candidate]
            if key.length == length, key.firstWord == word, hasRest(of: candidate, cursor, length) { return candidate }
            candidate &+= 1
        }
        return nil
    }

    @inline(__always)
    private func hasRest(of field: Int, _ cursor: ByteCursor, _ length: Int) -> Bool {
        if length <= 8 { return true }
        var rest = cursor
        rest.advance(8)
        let name = keys[field].start
        for index in 8..<length {
            if rest.current != name[index] { return false }
            rest.advance()
        }
        return true
    }
}

/// Every schema. Made once in the life of the process, without Embedded Swift's lazy globals, which spin on a lock
/// that fork can copy locked: of two threads that make them at once one keeps its own for nothing.
final class Schemas {
    static var shared: Schemas {
        if let known = cplatform_shared() { return Unmanaged.fromOpaque(known).takeUnretainedValue() }
        let made = Schemas()
        let reference = Unmanaged.passRetained(made)
        guard let kept = cplatform_share(reference.toOpaque()), kept != reference.toOpaque() else { return made }
        reference.release()
        return Unmanaged.fromOpaque(kept).takeUnretainedValue()
    }

    private init() {}

    let directory = Schema(DirectoryField.names)
    let group = Schema(GroupField.names)
    let user = Schema(UserField.names)
    let event = Schema(EventField.names)
    let eventData = Schema(EventDataField.names)
    let role = Schema("slug")
    let directoryMetadata = Schema("users groups")
    let userCounts = Schema("active inactive")
    let envelope = Schema("data list_metadata")
    let listMetadata = Schema("before after")
    /// What errors have had, in turn.
    let errorBody = Schema("message error_description error code errors retry_after_seconds")
    let fieldError = Schema("field code message")
    /// For the elements of an array, of any kind.
    let elements = Schema("")
}

extension Schemas {
    subscript(_ kind: Record.Kind) -> Schema {
        switch kind {
        case .directory: directory
        case .group: group
        case .user: user
        case .event: event
        }
    }
}
