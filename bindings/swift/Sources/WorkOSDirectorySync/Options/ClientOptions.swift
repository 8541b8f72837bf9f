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
    public var looksAhead = true
    /// Whether plain http:// is allowed to hosts other than the loopback.
    public var allowsPlainHTTP = false

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
        options.look_ahead = looksAhead ? 0 : Int32(WORKOSDS_LOOK_AHEAD_OFF)
        options.allow_plain_http = allowsPlainHTTP ? 1 : 0
        if let data {
            options.on_attempt = { attempt, data in AttemptObserver.called(attempt, data) }
            options.on_attempt_data = data
        }
        return options
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
