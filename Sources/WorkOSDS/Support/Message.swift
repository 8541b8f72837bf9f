/// Builds the one line that tells a person what failed. What comes from outside loses the API key before it is shortened.
struct Message: ExpressibleByStringInterpolation {
    private(set) var bytes: [UInt8] = []
    private let redactor: Redactor

    static let maximumLength = 300

    init(_ text: StaticString, _ redactor: Redactor = .none) {
        self.redactor = redactor
        append(text)
    }

    init(stringLiteral text: StaticString) { self.init(text) }

    init(stringInterpolation: StringInterpolation) { self = stringInterpolation.message }

    @inline(never)
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

    /// What came from outside, redacted and then shortened.
    mutating func append(_ text: [UInt8], most: Int) {
        let longer = redactor.redacted(text, most: most &+ 4)
        append(longer.count <= most ? longer : CleanText.prefix(longer, most &- 3) + StaticText.bytes("..."))
    }

    /// The same in quotes.
    mutating func append(quoted text: [UInt8], most: Int = 80) {
        append("\"")
        append(text, most: most)
        append("\"")
    }

    /// How much of a text there is room for, with `end` behind it.
    func room(with end: Message, most: Int) -> Int {
        max(min(most, Self.maximumLength &- bytes.count &- end.bytes.count), 20)
    }

    /// One clean line of at most `maximumLength` bytes.
    func line() -> [UInt8] { CleanText.line(bytes, most: Self.maximumLength) }

    /// For the library's own words; what comes from outside is appended to a message that has a redactor.
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var message = Message("")

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: StaticString) { message.append(literal) }

        mutating func appendInterpolation(_ name: StaticString) { message.append(name) }

        mutating func appendInterpolation(_ number: Int64) { message.append(number) }
    }
}
