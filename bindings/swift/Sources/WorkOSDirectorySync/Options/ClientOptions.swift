import CWorkOSDS

/// The options of a ``Client``. A property that is nil or `.default` has the library's default.
///
/// Durations are counted in whole milliseconds. One below a millisecond is rejected with ``Status/invalidArgument``.
public struct ClientOptions: Sendable {
    /// The URL of the API, "https://host[:port][/prefix]". Default: the environment variable WORKOS_BASE_URL, else
    /// https://api.workos.com.
    public var baseURL: String?
    /// Added to the User-Agent: "myapp/1.2". Printable ASCII, no spaces.
    public var appName: String?
    /// A PEM file of trusted CA certificates that replaces the system's. Default: the file named by SSL_CERT_FILE,
    /// else the system's.
    public var caFile: String?
    /// A proxy, "[scheme://][user:password@]host[:port]". Default: the environment's https_proxy or all_proxy.
    public var proxy: String?
    /// Hosts to connect to without the proxy, separated by commas; "*": no proxy at all. Default: the environment's
    /// no_proxy.
    public var noProxy: String?

    /// Limits name resolution, connection and TLS handshake. Default: 10 seconds.
    public var connectTimeout: TimeLimit = .default
    /// Limits one attempt, from sending to the last byte. Default: 60 seconds.
    public var requestTimeout: TimeLimit = .default
    /// Limits a whole call including retries and waits; in a listing, each `next`. Default: none.
    public var callTimeout: TimeLimit = .default
    /// The longest single wait before a retry. If the server asks for more, the call fails at once with
    /// ``Status/rateLimited`` or ``Status/server`` and the true value in ``APIError/retryAfter``. Default: 60 seconds.
    public var maxRetryWait: Duration?
    /// The largest response body, in bytes after decoding. A larger one fails with ``Status/protocol``. Default: 64
    /// MiB.
    public var maxResponseBytes: Int64?
    /// Further attempts after a rate limit, an error of the server or the network, or a request time limit; 0: none.
    /// Default: 3. At most 100.
    public var maxRetries: Int?
    /// Requests per second for each directory's users. Default: 4, the API's rate limit.
    public var directoryUserPace: Pace = .default
    /// Whether the next page is requested before the records of the current one are read, from the second page on.
    /// Default: true.
    public var looksAhead: Bool?
    /// Whether plain http:// is allowed to hosts other than the loopback.
    public var allowsPlainHTTP = false

    /// Headers added to every request. At most 64, and at most 8192 bytes each. Headers that the library sets itself are
    /// rejected: Authorization, User-Agent, Accept, Host and others. Default: none.
    public var headers: [(name: String, value: String)]?
    /// A PEM file with a client certificate, and the certificates between it and its authority. Default: none.
    public var clientCertificate: String?
    /// A PEM file with the private key of `clientCertificate`. Default: `clientCertificate` contains it.
    public var clientKey: String?
    /// The passphrase of the private key. Default: none.
    public var clientKeyPassphrase: String?
    /// A PEM file of certification authorities for an https:// proxy. Default: the system's.
    public var proxyCAFile: String?

    /// Called on the calling thread after each attempt at a request, including retries. It may call
    /// ``Client/cancel()``, but nothing else of the client.
    public var onAttempt: (@Sendable (Attempt) -> Void)?

    /// All defaults.
    public init() {}

    public enum TimeLimit: Sendable, Equatable {
        /// The library's default.
        case `default`
        case limit(Duration)
        case none
    }

    public enum Pace: Sendable, Equatable {
        /// The library's default.
        case `default`
        case requestsPerSecond(Int)
        case unlimited
    }
}

extension ClientOptions {
    func cOptions(
        _ strings: inout ArgumentStrings, onAttempt data: UnsafeMutableRawPointer?
    ) throws(APIError) -> workosds_client_options {
        var options = workosds_client_options()
        options.struct_size = MemoryLayout<workosds_client_options>.size
        options.base_url = try strings.add(baseURL, "baseURL")
        options.app_name = try strings.add(appName, "appName")
        options.ca_file = try strings.add(caFile, "caFile")
        options.proxy = try strings.add(proxy, "proxy")
        options.no_proxy = try strings.add(noProxy, "noProxy")
        options.connect_timeout_ms = try connectTimeout.cValue("connectTimeout in milliseconds")
        options.request_timeout_ms = try requestTimeout.cValue("requestTimeout in milliseconds")
        options.call_timeout_ms = try callTimeout.cValue("callTimeout in milliseconds")
        options.max_retry_wait_ms = try positive(maxRetryWait?.milliseconds, "maxRetryWait in milliseconds")
        options.max_response_bytes = try positive(maxResponseBytes, "maxResponseBytes")
        options.max_retries = try cMaxRetries()
        options.directory_user_requests_per_second = try directoryUserPace.cValue()
        options.look_ahead = looksAhead.map { Int32($0 ? WORKOSDS_LOOK_AHEAD_ON : WORKOSDS_LOOK_AHEAD_OFF) } ?? 0
        options.allow_plain_http = allowsPlainHTTP ? 1 : 0
        options.headers = try cHeaders(&strings)
        options.client_certificate = try strings.add(clientCertificate, "clientCertificate")
        options.client_key = try strings.add(clientKey, "clientKey")
        options.client_key_passphrase = try strings.add(clientKeyPassphrase, "clientKeyPassphrase")
        options.proxy_ca_file = try strings.add(proxyCAFile, "proxyCAFile")
        if let data {
            options.on_attempt = { attempt, data in AttemptObserver.called(attempt, data) }
            options.on_attempt_data = data
        }
        return options
    }

    private func cHeaders(
        _ strings: inout ArgumentStrings
    ) throws(APIError) -> UnsafePointer<UnsafePointer<CChar>?>? {
        guard let headers else { return nil }
        var lines: [String] = []
        for (name, value) in headers {
            if let colon = name.firstIndex(of: ":") {
                let before = name[..<colon]
                throw APIError(invalidArgument: "headers \"\(before)\" has a colon in its name: leave it out")
            }
            lines.append("\(name): \(value)")
        }
        return try strings.add(lines, "headers")
    }

    private func cMaxRetries() throws(APIError) -> Int32 {
        guard let maxRetries else { return 0 }
        if maxRetries == 0 { return Int32(WORKOSDS_NO_RETRIES) }
        return Int32(clamping: try positive(Int64(maxRetries), "maxRetries"))
    }
}

extension ClientOptions.TimeLimit {
    fileprivate func cValue(_ name: StaticString) throws(APIError) -> Int64 {
        switch self {
        case .default: 0
        case .limit(let duration): try positive(duration.milliseconds, name)
        case .none: Int64(WORKOSDS_NO_TIME_LIMIT)
        }
    }
}

extension ClientOptions.Pace {
    fileprivate func cValue() throws(APIError) -> Int32 {
        switch self {
        case .default: 0
        case .requestsPerSecond(let rate): Int32(clamping: try positive(Int64(rate), "directoryUserPace"))
        case .unlimited: Int32(WORKOSDS_UNPACED)
        }
    }
}
