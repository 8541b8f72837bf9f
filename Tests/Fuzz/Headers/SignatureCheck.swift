/// A webhook's signature header.
enum SignatureCheck {
    private static let secret = Array("whsec_fuzz".utf8)

    static func run(_ header: [UInt8]) {
        checkOwn(header)
        guard let signature = WebhookSignature(header) else { return }
        require(signature.time >= 0 && signature.digits.allSatisfy { (0x30...0x39).contains($0) }, "digits of a time")
        require(!signature.digests.isEmpty && signature.digests.allSatisfy { $0.count == 32 }, "digests of 32 bytes")
        for now in [0, signature.time, .max] {
            require(!signature.isWithin(0, of: now) || now == signature.time, "a time within no tolerance")
            _ = signature.isWithin(.max, of: now)
        }
        header.withUnsafeBytes { require(!signature.holds(for: $0, secret: secret), "a signature out of nowhere") }
    }

    /// What the library signs holds, and only for that payload.
    private static func checkOwn(_ payload: [UInt8]) {
        payload.withUnsafeBytes { bytes in
            let own = require(WebhookSignature.header(for: bytes, secret: secret, time: 1_700_000_000_000), "a header")
            let signature = require(WebhookSignature(own), "a header that can be read")
            require(signature.holds(for: bytes, secret: secret), "the library's own signature")
            require(signature.time == 1_700_000_000_000 && signature.digests.count == 1, "what was signed")
            require(!(payload + [0]).withUnsafeBytes { signature.holds(for: $0, secret: secret) }, "another payload")
        }
    }
}
