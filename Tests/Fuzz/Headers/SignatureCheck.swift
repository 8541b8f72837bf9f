/// A webhook's signature header.
enum SignatureCheck {
    private static let secret = Array("whsec_fuzz".utf8)

    static func run(_ header: [UInt8]) {
        checkOwn(header)
        header.withUnsafeBytes { checkForged($0) }
    }

    private static func checkForged(_ header: UnsafeRawBufferPointer) {
        guard let signature = WebhookSignature(header) else { return }
        require(signature.time >= 0 && signature.time < .max, "a valid time")
        for now in [0, signature.time, .max] {
            require(!signature.isWithin(0, of: now) || now == signature.time, "a time within no tolerance")
            _ = signature.isWithin(.max, of: now)
        }
        require(!holds(signature, for: header), "a forged signature")
    }

    /// The library's signature verifies, and only for its payload.
    private static func checkOwn(_ payload: [UInt8]) {
        payload.withUnsafeBytes { bytes in
            let made = secret.withUnsafeBytes { secret in
                WebhookSignature.header(for: bytes, secret: secret, time: 1_700_000_000_000)
            }
            let own = require(made, "a header")
            own.withUnsafeBytes { own in
                let signature = require(WebhookSignature(own), "a header that can be read")
                require(holds(signature, for: bytes), "the library's own signature")
                require(signature.time == 1_700_000_000_000, "what was signed")
                require(!(payload + [0]).withUnsafeBytes { holds(signature, for: $0) }, "another payload")
            }
        }
    }

    private static func holds(_ signature: WebhookSignature, for payload: UnsafeRawBufferPointer) -> Bool {
        secret.withUnsafeBytes { signature.holds(for: payload, secret: $0) == true }
    }
}
