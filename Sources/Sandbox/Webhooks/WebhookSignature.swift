import CSandboxCrypto

/// The header that proves that the sender of a delivery knows the endpoint's secret.
enum WebhookSignature {
    static let headerName = "WorkOS-Signature"

    static func header(secret: String, time: Timestamp, body: [UInt8]) -> String {
        let signature = hmac(key: Array(secret.utf8), message: Array("\(time.milliseconds).".utf8) + body)
        return "t=\(time.milliseconds), v1=\(hexadecimal(signature))"
    }

    private static func hmac(key: [UInt8], message: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { digest, count in
            var length: UInt32 = 0
            HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, digest.baseAddress, &length)
            count = Int(length)
        }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
