/// A one-line message for people, built by interpolation: `"\(name) must not be \(quoted: value, …)"`. Over
/// `StaticString` and bytes, because interpolating `String` adds Unicode tables to the library.
struct Message: ExpressibleByStringInterpolation {
    private(set) var bytes: [UInt8]

    /// In bytes; the header promises it for workosds_error_message.
    static let maximumLength = 300

    init(stringLiteral text: StaticString) { bytes = StaticText.bytes(text) }

    init(stringInterpolation: StringInterpolation) { bytes = stringInterpolation.bytes }

    static func += (message: inout Message, more: Message) { message.bytes += more.bytes }

    /// How many bytes of a text fit if all of `end` follows it. At least 20: a message that is too long for both is
    /// truncated by `line`.
    func room(with end: Message, limit: Int) -> Int {
        max(min(limit, Self.maximumLength &- bytes.count &- end.bytes.count), 20)
    }

    /// One clean line of at most `maximumLength` bytes.
    func line() -> [UInt8] { CleanText.line(bytes, limit: Self.maximumLength) }

    /// Text from outside has no overload without a `redactor` except `redacted:`, so that forgetting to remove the API
    /// key is an error of the compiler.
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var bytes: [UInt8] = []

        init(literalCapacity: Int, interpolationCount: Int) {}

        @inline(never)
        mutating func appendLiteral(_ text: StaticString) { bytes += StaticText.bytes(text) }

        mutating func appendInterpolation(_ text: StaticString) { appendLiteral(text) }

        mutating func appendInterpolation(_ number: Int64) { bytes += Decimal.digits(number) }

        mutating func appendInterpolation(_ number: Int) { bytes += Decimal.digits(Int64(number)) }

        mutating func appendInterpolation(_ message: Message) { bytes += message.bytes }

        /// Text from which the key was removed where it was read.
        mutating func appendInterpolation(redacted text: [UInt8]) { bytes += text }

        /// Untrusted text is redacted before it is truncated, because a truncated key would not be found. Four bytes
        /// more than the limit are enough to see whether it has to be truncated, since no character is longer.
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
