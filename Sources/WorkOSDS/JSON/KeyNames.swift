/// Keeps keys of an object distinct that `Repair` would make equal: "a\xFF" and "a\xFE" both become "a\uFFFD", and a
/// reader would drop one of the two members. Keys that need no repair keep their names and must be known first, so
/// there are two passes over a text.
struct KeyNames {
    /// Whether a key was mended in the first pass.
    private(set) var mayMeet = false
    /// The result is then unusable.
    private(set) var isOutOfMemory = false
    /// Whether this is the second pass, in which the names that need no repair are in `names`.
    private var isKnown = false
    /// The names in use, each hashed with the id of its object, so that one set serves all objects of a text.
    private let names = CursorSet()
    /// The open objects and arrays, outermost first.
    private var path: [Object] = []
    /// The depth of the text. Larger than `path.count` where the text is nested deeper than the scanner allows; keys
    /// there get no numbers, because the scanner rejects the text.
    private var depth = 0
    /// The id of the object opened last. Ids are given in the order of the text, and so are the same in both passes.
    private var lastObject: UInt32 = 0

    /// Arrays have one too; it is never used.
    private struct Object {
        let id: UInt32
        /// The suffix used last, so that the next one is not searched for from 1.
        var lastNumber = 0
    }

    mutating func noteOutOfMemory() { isOutOfMemory = true }

    mutating func startAgain() {
        isKnown = true
        path = []
        depth = 0
        lastObject = 0
    }

    /// An object or an array. Levels deeper than the scanner's limit are ignored.
    mutating func open() {
        depth &+= 1
        lastObject &+= 1
        if depth <= Scanner.maximumDepth { path.append(Object(id: lastObject)) }
    }

    mutating func close() {
        if depth == path.count { _ = path.popLast() }
        depth &-= 1
    }

    /// The suffix for a key of the innermost object after repair; nil for none.
    mutating func number(for name: UnsafeRawBufferPointer, isMended: Bool) -> Int? {
        // Only keys with U+FFFD can have become equal; 0xEF is its first byte in UTF-8.
        guard depth == path.count, var object = path.last, name.contains(0xEF) else { return nil }
        if isMended { mayMeet = true }
        if isMended != isKnown { return nil }
        let hash = CursorSet.hash(name, after: withUnsafeBytes(of: object.id) { CursorSet.hash($0) })
        if isNew(hash) || !isMended { return nil }
        repeat { object.lastNumber &+= 1 } while !isNew(Self.hash(of: object.lastNumber, after: hash))
        path[depth &- 1] = object
        return object.lastNumber
    }

    private static func hash(of number: Int, after name: UInt64) -> UInt64 {
        Decimal.digits(Int64(number)).withUnsafeBytes { CursorSet.hash($0, after: name) }
    }

    /// A collision of hashes only gives a key a number that it does not need.
    private mutating func isNew(_ hash: UInt64) -> Bool {
        let isNew = names.insert(hash)
        if isNew == nil { isOutOfMemory = true }
        return isNew ?? true
    }
}
