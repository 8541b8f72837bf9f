import CWorkOSDS

/// How a client talks to the API. What is nil keeps the library's default: see `workosds_client_options`.
public struct ClientOptions: Sendable {
    /// "https://host[:port][/prefix]"; nil: WORKOS_BASE_URL, else the public API.
    public var baseURL: String?
    /// Added to the User-Agent: "myapp/1.2".
    public var appName: String?
    /// A PEM file of certification authorities that replaces the system's.
    public var caFile: String?
    public var proxy: String?
    public var noProxy: String?

    public var connectTimeout: TimeLimit = .standard
    /// One attempt, from sending to the last byte.
    public var requestTimeout: TimeLimit = .standard
    /// A whole call or page, retries and waits included.
    public var callTimeout: TimeLimit = .standard
    /// The longest single wait before a retry.
    public var maxRetryWaitMilliseconds: Int64?
    public var maxResponseBytes: Int64?

    /// Further attempts; 0: none.
    public var maxRetries: Int?
    /// Requests a second for each directory's users.
    public var directoryUserPace: Pace = .standard
    public var looksAhead = true
    public var allowsPlainHTTP = false

    /// Called on the calling thread after each attempt. It may cancel; it may not call the API.
    public var onAttempt: (@Sendable (Attempt) -> Void)?

    public init() {}

    public enum TimeLimit: Sendable {
        case standard
        case milliseconds(Int64)
        case none
    }

    public enum Pace: Sendable {
        case standard
        case requestsPerSecond(Int)
        case unpaced
    }

    func cOptions(
        _ strings: inout ArgumentStrings, onAttempt data: UnsafeMutableRawPointer?
    ) throws(APIError) -> workosds_client_options {
        var options = workosds_client_options()
        options.struct_size = MemoryLayout<workosds_client_options>.size
        options.base_url = try strings.add(baseURL, "the base URL")
        options.app_name = try strings.add(appName, "the app name")
        options.ca_file = try strings.add(caFile, "the CA file")
        options.proxy = try strings.add(proxy, "the proxy")
        options.no_proxy = try strings.add(noProxy, "no_proxy")
        options.connect_timeout_ms = try connectTimeout.cValue("the connect timeout")
        options.request_timeout_ms = try requestTimeout.cValue("the request timeout")
        options.call_timeout_ms = try callTimeout.cValue("the call timeout")
        options.max_retry_wait_ms = try positive(maxRetryWaitMilliseconds, "the longest wait before a retry")
        options.max_response_bytes = try positive(maxResponseBytes, "the largest answer")
        if let maxRetries {
            options.max_retries = maxRetries == 0 ? Int32(WORKOSDS_NO_RETRIES) : Int32(clamping: maxRetries)
        }
        switch directoryUserPace {
        case .standard: break
        case .requestsPerSecond(let rate):
            options.directory_user_requests_per_second = Int32(clamping: try positive(Int64(rate), "the pace"))
        case .unpaced: options.directory_user_requests_per_second = Int32(WORKOSDS_UNPACED)
        }
        options.look_ahead = looksAhead ? 0 : Int32(WORKOSDS_LOOK_AHEAD_OFF)
        options.allow_plain_http = allowsPlainHTTP ? 1 : 0
        if let data {
            options.on_attempt = { attempt, data in AttemptObserver.called(attempt, data) }
            options.on_attempt_data = data
        }
        return options
    }
}

extension ClientOptions.TimeLimit {
    fileprivate func cValue(_ name: StaticString) throws(APIError) -> Int64 {
        switch self {
        case .standard: 0
        case .milliseconds(let milliseconds): try positive(milliseconds, name)
        case .none: Int64(WORKOSDS_NO_TIME_LIMIT)
        }
    }
}

/// Zero would be read as the default, and a negative number as something else again: both are refused.
func positive(_ number: Int64?, _ name: StaticString) throws(APIError) -> Int64 {
    guard let number else { return 0 }
    if number < 1 { throw APIError(invalidArgument: "\(name) is \(number); it is at least 1") }
    return number
}
