/// A one-line message for people, built by interpolation: `"\(name) must not be \(quoted: value, …)"`.
struct Message: ExpressibleByStringInterpolation {
    private(set) var bytes: [UInt8]

    static let maximumLength = 300

    init(stringLiteral text: StaticString) { bytes = StaticText.bytes(text) }

    init(stringInterpolation: StringInterpolation) { bytes = stringInterpolation.bytes }

    static func += (message: inout Message, more: Message) { message.bytes += more.bytes }

    /// How much of a text fits, followed by `end`.
    func room(with end: Message, limit: Int) -> Int {
        max(min(limit, Self.maximumLength &- bytes.count &- end.bytes.count), 20)
    }

    /// One clean line of at most `maximumLength` bytes.
    func line() -> [UInt8] { CleanText.line(bytes, limit: Self.maximumLength) }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var bytes: [UInt8] = []

        init(literalCapacity: Int, interpolationCount: Int) {}

        @inline(never)
        mutating func appendLiteral(_ text: StaticString) { bytes += StaticText.bytes(text) }

        mutating func appendInterpolation(_ text: StaticString) { appendLiteral(text) }

        mutating func appendInterpolation(_ number: Int64) { bytes += Decimal.digits(number) }

        mutating func appendInterpolation(_ number: Int) { bytes += Decimal.digits(Int64(number)) }

        mutating func appendInterpolation(_ message: Message) { bytes += message.bytes }

        /// Text that is already redacted.
        mutating func appendInterpolation(redacted text: [UInt8]) { bytes += text }

        /// Untrusted text is redacted before it is truncated, because a truncated key would not be found.
        mutating func appendInterpolation(_ text: [UInt8], limit: Int, hiding redactor: Redactor) {
            let longer = redactor.redacted(text, limit: limit &+ 4)
            bytes += longer.count <= limit ? longer : CleanText.prefix(longer, limit &- 3) + StaticText.bytes("...")
        }

        mutating func appendInterpolation(quoted text: [UInt8], limit: Int = 80, hiding redactor: Redactor) {
            appendLiteral("\"")
            appendInterpolation(text, limit: limit, hiding: redactor)
            appendLiteral("\"")
        }
    }
}
