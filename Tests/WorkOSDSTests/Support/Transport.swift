import Testing

@testable import WorkOSDS

extension Endpoint {
    /// A transport without a server.
    static func sample() throws(Failure) -> Endpoint {
        Endpoint(
            try BaseURL(bytes("https://api.workos.com")), certificates: nil, proxyCertificates: nil,
            clientCertificate: nil, proxy: nil, noProxy: [])
    }
}

extension ResponseHead {
    /// Reads lines as libcurl passes them, with their line ends.
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
    ) throws -> ClientOptions {
        ClientOptions(
            endpoint: try .sample(), directoryUserRate: 4,
            headers: try RequestHeaders.make(apiKey: bytes("sk_test_key"), userAgent: bytes("test")),
            connectTimeout: connectTimeout, requestTimeout: requestTimeout, callTimeout: callTimeout,
            maximumBody: 1 << 20, retries: RetryPolicy(maximumRetries: retries, maximumWait: maximumWait),
            looksAhead: true, onAttempt: nil)
    }
}
