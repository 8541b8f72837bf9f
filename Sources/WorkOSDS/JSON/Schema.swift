import CPlatform

/// The members of one kind of object that the library reads; a field is known by its place in the list. A value over
/// a literal: nothing is made at run time, and threads and forked children share it without a lock.
struct Schema {
    /// C strings one behind the other: an array of StaticString would be 24 bytes a name, and as many again for the
    /// loader to relocate. No key in a JSON text holds a NUL by the time it is compared with them.
    private let names: UnsafePointer<CChar>
    let count: Int

    struct Key {
        let field: Int
        let name: UnsafePointer<CChar>
    }

    /// `count` names with a NUL between each two.
    init(_ names: StaticString, count: Int) {
        self.names = StaticText.characters(names)
        self.count = count
    }

    var first: Key { Key(field: 0, name: names) }

    /// The key behind another one, whose name is so long; behind the last the first again.
    @inline(__always)
    func next(after key: Key, length: Int) -> Key {
        key.field &+ 1 < count ? Key(field: key.field &+ 1, name: key.name + length + 1) : first
    }

    /// The field with the key of `length` bytes at the cursor. `guess` is tried first, and is the key behind the one
    /// found from then on: servers write the members of every record in the same order.
    @inline(__always)
    func field(at cursor: ByteCursor, length: Int, guess: inout Key) -> Int? {
        guard equals(guess.name, cursor, length) || search(cursor, length, &guess) else { return nil }
        let field = guess.field
        guess = next(after: guess, length: length)
        return field
    }

    @inline(never)
    private func search(_ cursor: ByteCursor, _ length: Int, _ guess: inout Key) -> Bool {
        var candidate = guess
        for _ in 0..<count {
            if equals(candidate.name, cursor, length) {
                guess = candidate
                return true
            }
            candidate = next(after: candidate, length: CText.length(candidate.name))
        }
        return false
    }

    @inline(__always)
    private func equals(_ name: UnsafePointer<CChar>, _ text: ByteCursor, _ length: Int) -> Bool {
        strncmp(name, text.characters, length) == 0 && name[length] == 0
    }
}
