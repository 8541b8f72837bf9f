/// Keeps the keys of an object apart that `Repair` would make the same. Those that stay as they are keep their names,
/// so that they must be known first: two rounds over a text.
struct KeyNames {
    /// Whether a key was mended in the first round.
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

    /// An object or an array. What is deeper than the scanner goes is of no interest.
    mutating func open() {
        depth &+= 1
        lastObject &+= 1
        if depth <= Scanner.maximumDepth { path.append(Object(id: lastObject)) }
    }

    mutating func close() {
        if depth == path.count { _ = path.popLast() }
        depth &-= 1
    }

    /// What to write behind a key of the innermost object, as it reads now; nil for nothing.
    mutating func number(for name: [UInt8], isMended: Bool) -> Int? {
        // Only names with U+FFFD can have been made equal; 0xEF is its first byte in UTF-8.
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
