/// Keeps keys of an object distinct that `Repair` would make equal. Keys that need no repair keep their names and must
/// be known first, so there are two passes over a text.
struct KeyNames {
    /// Whether a key was mended in the first pass.
    private(set) var mayMeet = false
    private var isKnown = false
    private var names = CursorSet()
    private var path: [Object] = []
    private var depth = 0
    private var lastObject: UInt32 = 0

    private struct Object {
        let id: UInt32
        var lastNumber = 0
    }

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
    mutating func number(for name: [UInt8], isMended: Bool) -> Int? {
        // Only keys with U+FFFD can have become equal; 0xEF is its first byte in UTF-8.
        guard depth == path.count, var object = path.last, name.contains(0xEF) else { return nil }
        if isMended { mayMeet = true }
        let id = [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: object.id &>> $0) }
        if isMended != isKnown { return nil }
        if names.insert(id + name) || !isMended { return nil }
        repeat { object.lastNumber &+= 1 } while !names.insert(id + name + Decimal.digits(Int64(object.lastNumber)))
        path[depth &- 1] = object
        return object.lastNumber
    }
}
