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

    /// How much of a text there is room for, with `end` behind it.
    func room(with end: Message, most: Int) -> Int {
        max(min(most, Self.maximumLength &- bytes.count &- end.bytes.count), 20)
    }

    /// What came from outside, shortened.
    mutating func append(_ text: [UInt8], most: Int) {
        append(text.count <= most ? text : CleanText.prefix(text, most &- 3) + StaticText.bytes("..."))
    }

    /// The same in quotes.
    mutating func append(quoted text: [UInt8], most: Int = 80) {
        append("\"")
        append(text, most: most)
        append("\"")
    }

    /// One clean line of at most `maximumLength` bytes.
    func line() -> [UInt8] { CleanText.line(bytes, most: Self.maximumLength) }
}
