/// One pass over a text: checks grammar (strictly RFC 8259), UTF-8, number ranges and depth, and records the ranges of
/// records and their fields. It builds no tree, which takes 95 % of a plain C client's CPU time. It does not recurse,
/// because the host's thread may have a stack of 64 KB.
///
/// The state is a position, and one bit for each open container. A failure is final: after `needsRepair` a new scanner
/// reads the repaired text from its start.
struct Scanner {
    /// Far deeper than any record. Recursive readers, such as Python's json, fail at about a thousand.
    static let maximumDepth = 512

    /// At the next byte to read. `Scanner+Scalars` moves it too.
    var cursor: ByteCursor
    /// One bit for each open container: 1 for an object, 0 for an array.
    private var containers = BitStack()
    /// The number of open containers, at most `maximumDepth`, so that `containers` has a bit for each.
    private var depth = 0

    init(_ text: ByteBuffer) { self.init(text.bytes, from: 0, to: text.count) }

    init(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) {
        cursor = ByteCursor(base, from: start, to: end)
        // RFC 8259, section 8.1, allows readers to ignore a byte order mark.
        if start == 0, cursor.byte(after: 0) == 0xEF, cursor.byte(after: 1) == 0xBB, cursor.byte(after: 2) == 0xBF {
            cursor.advance(3)
        }
    }

    var malformed: JSONFailure { .malformed(offset: cursor.position) }

    /// The whole text is one value of any type. Returns its range.
    @inline(never)  // rarely called, and each inlined copy takes kilobytes
    mutating func scanDocument() throws(JSONFailure) -> TextRange {
        let range = try scanValue()
        try finish()
        return range
    }

    mutating func skipWhitespace() { cursor.skipWhitespace() }

    /// Only whitespace may follow.
    mutating func finish() throws(JSONFailure) {
        cursor.skipWhitespace()
        if !cursor.isAtEnd { throw malformed }
    }

    /// A record: fills a new row of `index`. If a key is repeated, the last member is used, as in jansson. The content
    /// of members is checked too, but not indexed.
    @inline(never)  // as `scanDocument`
    mutating func scanRecord(into index: RecordIndex) throws(JSONFailure) {
        cursor.skipWhitespace()
        guard let row = index.addRow() else { throw index.isFull ? .tooManyRecords : .outOfMemory }
        guard cursor.current == "{" else {
            // Malformed JSON is reported as such, even if it is not an object.
            _ = try scanValue()
            throw .recordNotAnObject
        }
        let start = cursor.position
        let schema = index.schema
        var guess = schema.first
        try open(object: true)
        var more = try opensMember()
        while more {
            let field = try scanKey(of: schema, guess: &guess)
            let value = try scanValue()
            if let field { row[field &+ 1] = value }
            more = try closesOrContinues("}")
        }
        row[0] = TextRange(start, cursor.position)
    }

    /// An array of such objects; the cursor is at its bracket. The commas between them are checked; a trailing comma is
    /// malformed, because a value must follow one.
    mutating func scanRecords(into index: RecordIndex) throws(JSONFailure) {
        try open(object: false)
        var more = try opensElement()
        while more {
            try scanRecord(into: index)
            more = try closesOrContinues("]")
        }
    }

    /// An array of anything: a row of `index`, which has no fields, for the range of each element.
    mutating func scanElements(into index: RecordIndex) throws(JSONFailure) {
        try open(object: false)
        var more = try opensElement()
        while more {
            guard let row = index.addRow() else { throw .outOfMemory }
            row[0] = try scanValue()
            more = try closesOrContinues("]")
        }
    }

    /// A value of any type and depth. Returns its range. Each iteration reads the beginning of a value. If that is also
    /// its end (`complete`), containers close until one continues with a comma. `floor` is the depth at which the value
    /// began: when the depth is that again and nothing is open, the value is complete.
    mutating func scanValue() throws(JSONFailure) -> TextRange {
        cursor.skipWhitespace()
        let start = cursor.position
        let floor = depth
        while true {
            cursor.skipWhitespace()
            var complete = true
            switch cursor.current {
            case "\"":
                _ = try scanText()
            case "{":
                try open(object: true)
                if try opensMember() {
                    _ = try scanKey()
                    complete = false
                }
            case "[":
                try open(object: false)
                complete = try !opensElement()
            default:
                try scanScalar()
            }
            while complete {
                if depth == floor { return TextRange(start, cursor.position) }
                if containers.isSet(depth &- 1) {
                    if try closesOrContinues("}") {
                        _ = try scanKey()
                        complete = false
                    }
                } else if try closesOrContinues("]") {
                    complete = false
                }
            }
        }
    }

    // MARK: Containers

    /// The only place that opens one, and so the only check of the maximum depth.
    private mutating func open(object: Bool) throws(JSONFailure) {
        if depth == Self.maximumDepth { throw .tooDeep(offset: cursor.position) }
        containers.set(depth, object)
        depth &+= 1
        cursor.advance()
        cursor.skipWhitespace()
    }

    /// After "{": whether a key follows; "}" closes the object.
    @inline(__always)
    mutating func opensMember() throws(JSONFailure) -> Bool {
        if cursor.current == "\"" { return true }
        return try !closes("}")
    }

    /// After "[": whether a value follows; "]" closes the array.
    @inline(__always)
    private mutating func opensElement() throws(JSONFailure) -> Bool {
        if cursor.current != "]" { return true }
        return try !closes("]")
    }

    @inline(__always)
    private mutating func closes(_ bracket: UInt8) throws(JSONFailure) -> Bool {
        if cursor.current != bracket { throw malformed }
        cursor.advance()
        depth &-= 1
        return true
    }

    /// After a value: true if a comma follows, false if `bracket` closed the container.
    @inline(__always)
    mutating func closesOrContinues(_ bracket: UInt8) throws(JSONFailure) -> Bool {
        cursor.skipWhitespace()
        if cursor.current != "," { return try !closes(bracket) }
        cursor.advance()
        cursor.skipWhitespace()
        return true
    }

    /// Opens the object at the cursor; false if it is something else.
    mutating func openObject() throws(JSONFailure) -> Bool {
        cursor.skipWhitespace()
        if cursor.current != "{" { return false }
        try open(object: true)
        return true
    }
}

/// `Scanner.maximumDepth` bits without an allocation, because a scanner is made for each nested value that is read.
private struct BitStack {
    private var words: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0, 0, 0)

    @inline(__always)
    mutating func set(_ bit: Int, _ value: Bool) {
        let mask: UInt64 = 1 &<< UInt64(bit & 63)
        withUnsafeMutableBytes(of: &words) { bytes in
            let index = bit / 64 & 7
            var word = bytes.load(fromByteOffset: index &* 8, as: UInt64.self)
            word = value ? word | mask : word & ~mask
            bytes.storeBytes(of: word, toByteOffset: index &* 8, as: UInt64.self)
        }
    }

    @inline(__always)
    mutating func isSet(_ bit: Int) -> Bool {
        withUnsafeBytes(of: &words) { bytes in
            bytes.load(fromByteOffset: (bit / 64 & 7) &* 8, as: UInt64.self) &>> UInt64(bit & 63) & 1 == 1
        }
    }
}
