import CPlatform

/// The members that the library reads of one kind of object. A field is identified by its index in the list. A value
/// made from a literal: nothing is created at run time, and threads and forked children share it without a lock.
struct Schema {
    /// Concatenated C strings: an array of StaticString would take 24 bytes per name, and as many for relocations. Keys
    /// of a JSON text contain no NUL when they are compared with them.
    private let names: UnsafePointer<CChar>
    /// The number of names. 0 is the schema for the elements of an array.
    let count: Int

    /// A place in the list of names: the position of a name is needed to reach the next one.
    struct Key {
        let field: Int
        let name: UnsafePointer<CChar>
    }

    /// `count` names separated by NULs.
    init(_ names: StaticString, count: Int) {
        self.names = StaticText.characters(names)
        self.count = count
    }

    var first: Key { Key(field: 0, name: names) }

    /// The key after another one with a name of this length; the first one after the last.
    @inline(__always)
    func next(after key: Key, length: Int) -> Key {
        key.field &+ 1 < count ? Key(field: key.field &+ 1, name: key.name + length + 1) : first
    }

    /// The field with the key of `length` bytes at the cursor. Tries `guess` first, then sets it to the key after the
    /// one found, because servers write the members of every record in the same order.
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

    /// strncmp stops at the name's NUL or after `length` bytes, so neither text is read past its end.
    @inline(__always)
    private func equals(_ name: UnsafePointer<CChar>, _ text: ByteCursor, _ length: Int) -> Bool {
        strncmp(name, text.characters, length) == 0 && name[length] == 0
    }
}
