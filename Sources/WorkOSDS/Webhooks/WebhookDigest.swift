import CCrypto
import CPlatform

/// The HMAC-SHA256 (RFC 2104) of the time's digits, a dot and the payload, which proves that a payload is from WorkOS.
/// The time is signed too, so that an old payload cannot be sent again with a new time.
struct WebhookDigest {
    /// 32 bytes without an allocation, in the order of memory.
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    static let hexadecimalLength = 2 &* Int(CCRYPTO_DIGEST_LENGTH)

    /// nil if libcrypto fails, or if the process has forked or ends while another thread is in it
    /// (`ProcessGate.refusal`).
    init?(of payload: UnsafeRawBufferPointer, _ digits: ArraySlice<UInt8>, _ secret: UnsafeRawBufferPointer) {
        let done = withUnsafeMutableBytes(of: &words) { digest in
            digits.withUnsafeBytes { digits in
                ProcessGate.hold {
                    ccrypto_initialize(cplatform_gate_close) == 1
                        && ccrypto_webhook_digest(
                            secret.baseAddress, secret.count, digits.baseAddress, digits.count, payload.baseAddress,
                            payload.count, digest.baseAddress) == 1
                }
            }
        }
        if done != true { return nil }
    }

    /// From 64 hexadecimal digits in either case; nil for anything else.
    init?(hexadecimal text: UnsafeRawBufferPointer, at range: Range<Int>) {
        guard range.count == Self.hexadecimalLength, range.upperBound <= text.count else { return nil }
        let isRead = withUnsafeMutableBytes(of: &words) { digest in
            for index in 0..<digest.count {
                let place = range.lowerBound &+ 2 &* index
                guard let high = ASCII.hexadecimalValue(text[place]), let low = ASCII.hexadecimalValue(text[place &+ 1])
                else {
                    return false
                }
                digest[index] = high &<< 4 | low
            }
            return true
        }
        if !isRead { return nil }
    }

    /// Compares in constant time, so that the duration does not reveal how many bytes are right.
    func equals(_ other: WebhookDigest) -> Bool {
        withUnsafeBytes(of: words) { one in
            withUnsafeBytes(of: other.words) { ccrypto_digests_are_equal(one.baseAddress, $0.baseAddress) == 1 }
        }
    }

    /// In lower case, as WorkOS writes it.
    var hexadecimal: [UInt8] {
        let digits = StaticText.bytes("0123456789abcdef")
        var text: [UInt8] = []
        text.reserveCapacity(Self.hexadecimalLength)
        withUnsafeBytes(of: words) { digest in
            for byte in digest {
                text.append(digits[Int(byte &>> 4)])
                text.append(digits[Int(byte & 0xF)])
            }
        }
        return text
    }
}
