import CCrypto

/// The header of a webhook: "t=<milliseconds>, v1=<hex>", its parts in any order, unknown ones ignored, several v1
/// while a secret is being changed.
struct WebhookSignature {
    static let standardTolerance: Int64 = 180_000

    /// Milliseconds since 1970, and the digits as they were signed.
    let time: Int64
    let digits: [UInt8]
    let digests: [[UInt8]]

    /// nil where the header is not of that form.
    init?(_ header: [UInt8]) {
        var digits: [UInt8]?
        var digests: [[UInt8]] = []
        for part in header[...].split(separator: UInt8(ascii: ",")) {
            let trimmed = Self.trimmed(part)
            if let value = Self.value(of: trimmed, "t=") {
                if digits != nil { return nil }
                digits = value
            } else if let value = Self.value(of: trimmed, "v1="), let digest = Self.digest(value) {
                digests.append(digest)
            }
        }
        guard let digits, let time = Decimal.parse(digits[...]), time < .max, !digests.isEmpty else { return nil }
        self.time = time
        self.digits = digits
        self.digests = digests
    }

    func isWithin(_ tolerance: Int64, of now: Int64) -> Bool {
        let (difference, overflow) = now.subtractingReportingOverflow(time)
        return !overflow && difference.magnitude <= tolerance.magnitude
    }

    /// Every digest is compared, in constant time.
    func holds(for payload: UnsafeRawBufferPointer, secret: [UInt8]) -> Bool {
        guard let right = Self.digest(of: payload, digits, secret) else { return false }
        var found = false
        for digest in digests where ccrypto_digests_are_equal(digest, right) == 1 { found = true }
        return found
    }

    /// HMAC-SHA256 over the digits, a dot and the payload's bytes; nil if libcrypto fails.
    static func digest(of payload: UnsafeRawBufferPointer, _ digits: [UInt8], _ secret: [UInt8]) -> [UInt8]? {
        var digest = [UInt8](repeating: 0, count: Int(CCRYPTO_DIGEST_LENGTH))
        let prefix = digits + [UInt8(ascii: ".")]
        let done = ccrypto_hmac_sha256(
            secret, secret.count, prefix, prefix.count, payload.baseAddress, payload.count, &digest)
        return done == 1 ? digest : nil
    }

    /// The header's value for a payload.
    static func header(for payload: UnsafeRawBufferPointer, secret: [UInt8], time: Int64) -> [UInt8]? {
        var digits = Message("")
        digits.append(time)
        guard let digest = digest(of: payload, digits.bytes, secret) else { return nil }
        let hexadecimal = StaticText.bytes("0123456789abcdef")
        var header = StaticText.bytes("t=") + digits.bytes + StaticText.bytes(", v1=")
        for byte in digest {
            header.append(hexadecimal[Int(byte &>> 4)])
            header.append(hexadecimal[Int(byte & 0xF)])
        }
        return header
    }

    private static func trimmed(_ part: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var part = part
        while let first = part.first, first == 0x20 || first == 0x09 { part.removeFirst() }
        while let last = part.last, last == 0x20 || last == 0x09 { part.removeLast() }
        return part
    }

    private static func value(of part: ArraySlice<UInt8>, _ key: StaticString) -> [UInt8]? {
        part.starts(with: StaticText.bytes(key)) ? Array(part.dropFirst(key.utf8CodeUnitCount)) : nil
    }

    /// 64 hexadecimal digits in either case; nil for anything else.
    private static func digest(_ text: [UInt8]) -> [UInt8]? {
        guard text.count == 2 &* Int(CCRYPTO_DIGEST_LENGTH) else { return nil }
        var digest: [UInt8] = []
        for index in stride(from: 0, to: text.count, by: 2) {
            guard let high = hexadecimalValue(text[index]), let low = hexadecimalValue(text[index &+ 1]) else {
                return nil
            }
            digest.append(high &<< 4 | low)
        }
        return digest
    }
}
