@testable import WorkOSDS

extension TransportOptions {
    /// Options that reach nothing.
    static func sample(apiKey: String = "sk_test_key") -> TransportOptions {
        TransportOptions(
            origin: bytes("https://api.workos.com/"), pathPrefix: [], mayNameWholeURL: false, apiKey: bytes(apiKey),
            userAgent: bytes("test"), certificates: nil, proxy: nil, noProxy: [], connectTimeout: nil,
            maximumBody: 1 << 20)
    }
}

extension ResponseHead {
    /// Reads lines as libcurl hands them over, line ends included.
    init(_ lines: String...) {
        self.init()
        for line in lines { read(bytes(line + "\r\n")) }
    }

    mutating func read(_ line: [UInt8], _ redactor: Redactor = .none) {
        line.withUnsafeBufferPointer { read($0, redactor) }
    }
}

extension ClientOptions {
    static func sample(
        callTimeout: Int64? = nil, requestTimeout: Int64? = 60_000, connectTimeout: Int64? = 10_000, retries: Int = 3,
        maximumWait: Int64 = 60_000
    ) -> ClientOptions {
        ClientOptions(
            callTimeout: callTimeout, requestTimeout: requestTimeout, connectTimeout: connectTimeout,
            retries: RetryPolicy(maximumRetries: retries, maximumWait: maximumWait), directoryUserRate: 4,
            looksAhead: true, onAttempt: nil)
    }
}
