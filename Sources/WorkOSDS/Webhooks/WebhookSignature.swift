/// The header of a webhook: "t=<milliseconds>, v1=<hex>". The parts are in any order, unknown ones are ignored, and
/// there may be several v1 during secret rotation.
struct WebhookSignature {
    /// Milliseconds, as in the official clients: long enough for a late delivery, short enough against replays.
    static let defaultTolerance: Int64 = 180_000

    /// Milliseconds since 1970.
    let time: Int64
    /// The caller's. Its length has no limit, so nothing is kept that grows with it.
    private let header: UnsafeRawBufferPointer
    /// Its time as it was written, since these digits were signed.
    private let digits: [UInt8]

    /// nil if the header is malformed. A digest of another length or version is skipped. Two times are rejected, since
    /// one could be signed and the other one checked. The header must outlive the signature.
    init?(_ header: UnsafeRawBufferPointer) {
        var times = 0
        var digits = 0..<0
        var hasDigest = false
        Self.forEachPart(of: header) { part in
            if let value = Self.value(of: part, in: header, "t=") {
                times &+= 1
                digits = value
            } else if !hasDigest {
                hasDigest = Self.digest(of: part, in: header) != nil
            }
        }
        guard times == 1, hasDigest, digits.count <= CText.longestArgument else { return nil }
        let text = [UInt8](UnsafeRawBufferPointer(rebasing: header[digits]))
        guard let time = Decimal.parse(text[...]), time < .max else { return nil }
        self.time = time
        self.digits = text
        self.header = header
    }

    /// Both ways: a time in the future must not make a captured webhook valid for years. The caller's clock may be
    /// wrong by as much as the tolerance.
    func isWithin(_ tolerance: Int64, of now: Int64) -> Bool {
        let (difference, overflow) = now.subtractingReportingOverflow(time)
        return !overflow && difference.magnitude <= tolerance.magnitude
    }

    /// Every digest is compared, in constant time. nil if the expected one could not be computed. A header with many
    /// digests costs one comparison each, and one digest of the payload.
    func holds(for payload: UnsafeRawBufferPointer, secret: UnsafeRawBufferPointer) -> Bool? {
        guard let right = WebhookDigest(of: payload, digits[...], secret) else { return nil }
        var found = false
        Self.forEachPart(of: header) { part in
            if let digest = Self.digest(of: part, in: header), digest.equals(right) { found = true }
        }
        return found
    }

    /// The header's value for a payload. nil if libcrypto fails. For tests of a receiver (workosds_webhook_sign).
    static func header(
        for payload: UnsafeRawBufferPointer, secret: UnsafeRawBufferPointer, time: Int64
    ) -> [UInt8]? {
        let digits = Decimal.digits(time)
        guard let digest = WebhookDigest(of: payload, digits[...], secret) else { return nil }
        return StaticText.bytes("t=") + digits + StaticText.bytes(", v1=") + digest.hexadecimal
    }

    // Ranges instead of slices, whose reference counting takes 0.1 of a webhook's 3.5 microseconds.

    /// The parts between commas, without surrounding white space.
    private static func forEachPart(of header: UnsafeRawBufferPointer, _ body: (Range<Int>) -> Void) {
        var start = 0
        while start < header.count {
            var end = start
            while end < header.count, header[end] != "," { end &+= 1 }
            let next = end &+ 1
            while start < end, isBlank(header[start]) { start &+= 1 }
            while start < end, isBlank(header[end &- 1]) { end &-= 1 }
            body(start..<end)
            start = next
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == " " || byte == "\t" }

    /// nil if the part is not a v1 with 64 digits.
    private static func digest(of part: Range<Int>, in header: UnsafeRawBufferPointer) -> WebhookDigest? {
        value(of: part, in: header, "v1=").flatMap { WebhookDigest(hexadecimal: header, at: $0) }
    }

    /// What follows `key`, if the part begins with it. Names are case-sensitive, as the API sends them.
    private static func value(
        of part: Range<Int>, in header: UnsafeRawBufferPointer, _ key: StaticString
    ) -> Range<Int>? {
        let length = key.utf8CodeUnitCount
        if part.count < length { return nil }
        for index in 0..<length where header[part.lowerBound &+ index] != key.utf8Start[index] { return nil }
        return part.lowerBound &+ length..<part.upperBound
    }
}
