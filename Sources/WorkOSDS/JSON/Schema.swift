import CPlatform

/// The members of one kind of object that the library reads; a field is known by its place in the list.
final class Schema {
    let names: [StaticString]
    private let keys: [Key]

    private struct Key {
        let length: Int
        let firstWord: UInt64
    }

    init(_ names: [StaticString]) {
        self.names = names
        keys = names.map { name in
            var word: UInt64 = 0
            for index in 0..<min(name.utf8CodeUnitCount, 8) {
                word |= UInt64(name.utf8Start[index]) &<< UInt64(index &* 8)
            }
            return Key(length: name.utf8CodeUnitCount, firstWord: word)
        }
    }

    var count: Int { names.count }

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
        let name = names[field].utf8Start
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

    let directory = Schema(DirectoryField.allCases.map { $0.name })
    let group = Schema(GroupField.allCases.map { $0.name })
    let user = Schema(UserField.allCases.map { $0.name })
    let event = Schema(EventField.allCases.map { $0.name })
    let eventData = Schema(EventDataField.allCases.map { $0.name })
    let role = Schema(["slug"])
    let directoryMetadata = Schema(["users", "groups"])
    let userCounts = Schema(["active", "inactive"])
    let envelope = Schema(["data", "list_metadata"])
    let listMetadata = Schema(["before", "after"])
}
