import CCrypto

/// The header of a webhook: "t=<milliseconds>, v1=<hex>", its parts in any order, unknown ones ignored, several v1
/// while a secret is being changed.
struct WebhookSignature {
    static let standardTolerance: Int64 = 180_000

    /// Milliseconds since 1970, and the digits as they were signed.
    let time: Int64
    let digits: ArraySlice<UInt8>
    private let header: [UInt8]

    /// nil where the header is not of that form.
    init?(_ header: [UInt8]) {
        var times = 0
        var digits: ArraySlice<UInt8> = []
        var hasDigest = false
        Self.forEachPart(of: header) { part in
            if let value = Self.value(of: part, "t=") {
                times &+= 1
                digits = value
            } else if let digest = Self.value(of: part, "v1="), Self.isDigest(digest) {
                hasDigest = true
            }
        }
        guard times == 1, let time = Decimal.parse(digits), time < .max, hasDigest else { return nil }
        self.time = time
        self.digits = digits
        self.header = header
    }

    func isWithin(_ tolerance: Int64, of now: Int64) -> Bool {
        let (difference, overflow) = now.subtractingReportingOverflow(time)
        return !overflow && difference.magnitude <= tolerance.magnitude
    }

    /// Every digest is compared, in constant time.
    func holds(for payload: UnsafeRawBufferPointer, secret: [UInt8]) -> Bool {
        guard let right = Self.digest(of: payload, digits, secret) else { return false }
        var given = right
        var found = false
        Self.forEachPart(of: header) { part in
            guard let text = Self.value(of: part, "v1="), Self.decode(text, into: &given) else { return }
            if ccrypto_digests_are_equal(given, right) == 1 { found = true }
        }
        return found
    }

    /// HMAC-SHA256 over the digits, a dot and the payload's bytes; nil if libcrypto fails.
    static func digest(
        of payload: UnsafeRawBufferPointer, _ digits: ArraySlice<UInt8>, _ secret: [UInt8]
    ) -> [UInt8]? {
        var digest = [UInt8](repeating: 0, count: Int(CCRYPTO_DIGEST_LENGTH))
        var prefix: [UInt8] = []
        prefix.reserveCapacity(digits.count &+ 1)
        prefix.append(contentsOf: digits)
        prefix.append(UInt8(ascii: "."))
        let done = ccrypto_hmac_sha256(
            secret, secret.count, prefix, prefix.count, payload.baseAddress, payload.count, &digest)
        return done == 1 ? digest : nil
    }

    /// The header's value for a payload.
    static func header(for payload: UnsafeRawBufferPointer, secret: [UInt8], time: Int64) -> [UInt8]? {
        var digits = Message("")
        digits.append(time)
        guard let digest = digest(of: payload, digits.bytes[...], secret) else { return nil }
        let hexadecimal = StaticText.bytes("0123456789abcdef")
        var header = StaticText.bytes("t=") + digits.bytes + StaticText.bytes(", v1=")
        for byte in digest {
            header.append(hexadecimal[Int(byte &>> 4)])
            header.append(hexadecimal[Int(byte & 0xF)])
        }
        return header
    }

    /// The parts between commas, without the blanks around them.
    private static func forEachPart(of header: [UInt8], _ body: (ArraySlice<UInt8>) -> Void) {
        var rest = header[...]
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: ",")) ?? rest.endIndex
            body(trimmed(rest[..<end]))
            rest = rest[end...].dropFirst()
        }
    }

    private static func trimmed(_ part: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var part = part
        while let first = part.first, first == 0x20 || first == 0x09 { part.removeFirst() }
        while let last = part.last, last == 0x20 || last == 0x09 { part.removeLast() }
        return part
    }

    private static func value(of part: ArraySlice<UInt8>, _ key: StaticString) -> ArraySlice<UInt8>? {
        let start = UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount)
        return part.starts(with: start) ? part.dropFirst(start.count) : nil
    }

    private static func isDigest(_ text: ArraySlice<UInt8>) -> Bool { text.count == 2 &* Int(CCRYPTO_DIGEST_LENGTH) }

    /// 64 hexadecimal digits in either case; false for anything else.
    private static func decode(_ text: ArraySlice<UInt8>, into digest: inout [UInt8]) -> Bool {
        guard isDigest(text), digest.count == Int(CCRYPTO_DIGEST_LENGTH) else { return false }
        return text.withUnsafeBufferPointer { text in
            digest.withUnsafeMutableBufferPointer { digest in
                for index in 0..<digest.count {
                    guard let high = hexadecimalValue(text[2 &* index]),
                        let low = hexadecimalValue(text[2 &* index &+ 1])
                    else { return false }
                    digest[index] = high &<< 4 | low
                }
                return true
            }
        }
    }
}
