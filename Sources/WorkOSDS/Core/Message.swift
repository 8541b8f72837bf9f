/// Builds the one line that tells a person what failed.
struct Message {
    private(set) var bytes: [UInt8] = []

    static let maximumLength = 300

    init(_ text: StaticString) { append(text) }

    mutating func append(_ text: StaticString) { bytes.append(contentsOf: StaticText.bytes(text)) }

    mutating func append(_ more: [UInt8]) { bytes.append(contentsOf: more) }

    mutating func append(_ number: Int64) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        var digits: [UInt8] = []
        var rest = number.magnitude
        repeat {
            digits.append(UInt8(truncatingIfNeeded: 0x30 &+ rest % 10))
            rest /= 10
        } while rest > 0
        bytes.append(contentsOf: digits.reversed())
    }

    /// What came from outside, in quotes and shortened.
    mutating func append(quoted text: [UInt8], most: Int = 80) {
        append("\"")
        append(text.count <= most ? text : Array(text.prefix(most)) + StaticText.bytes("..."))
        append("\"")
    }

    /// One line of valid UTF-8, at most `maximumLength` bytes, without control characters or runs of spaces.
    func line() -> [UInt8] {
        var line: [UInt8] = []
        var padded = bytes
        padded.append(contentsOf: [UInt8](repeating: 0, count: ByteCursor.padding))
        padded.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            var cursor = ByteCursor(base, to: bytes.count)
            while !cursor.isAtEnd, line.count <= Self.maximumLength {
                let length = cursor.utf8SequenceLength()
                if length == 0 {
                    line.append(contentsOf: [0xEF, 0xBF, 0xBD])
                } else if cursor.current <= 0x20 || cursor.current == 0x7F {
                    if line.last != 0x20 { line.append(0x20) }
                } else {
                    for offset in 0..<length { line.append(cursor.byte(after: offset)) }
                }
                cursor.advance(max(length, 1))
            }
        }
        if line.count > Self.maximumLength { Self.shorten(&line) }
        return line
    }

    private static func shorten(_ line: inout [UInt8]) {
        line.removeLast(line.count &- (maximumLength &- 3))
        while let last = line.last, last & 0xC0 == 0x80 { line.removeLast() }
        if let last = line.last, last >= 0xC0 { line.removeLast() }
        line.append(contentsOf: StaticText.bytes("..."))
    }
}
