import CWorkOSDS

/// `workosds_client_options` with all defaults and limits applied. nil times mean no limit. Immutable; shared by the
/// client's sessions and transfers, and a base for derived clients.
final class ClientOptions {
    /// Options of connections and rate limits, which clients can share.
    let endpoint: Endpoint
    /// Requests per second for each directory's users; nil for no limit. Shared too, since the API counts by directory,
    /// not by client.
    let directoryUserRate: Int?

    /// Options of this client only.
    let headers: RequestHeaders
    /// Times are in milliseconds.
    let connectTimeout: Int64?
    let requestTimeout: Int64?
    let callTimeout: Int64?
    /// In bytes after decoding.
    let maximumBody: Int
    let retries: RetryPolicy
    /// Whether the next page is requested before the current one is returned.
    let looksAhead: Bool
    /// Called on the calling thread; may cancel or fork, and may not call anything else.
    let onAttempt: ((Attempt) -> Void)?

    /// Defaults are finite, as in the official clients: a daemon must not wait for a lost connection for hours.
    static let defaultConnectTimeout: Int64 = 10_000
    static let defaultRequestTimeout: Int64 = 60_000
    static let defaultMaximumBody = 64 << 20
    static let defaultRetries = 3
    /// After the first attempt.
    static let maximumRetries = 100
    static let defaultMaximumRetryWait: Int64 = 60_000
    /// The API's rate limit: https://workos.com/docs/reference/rate-limits
    static let defaultDirectoryUserRate = 4
    static let maximumDirectoryUserRate = 1000
    static let maximumAppNameLength = 256
    /// The User-Agent, to which the version and `app_name` are added.
    static var product: StaticString { "libworkosds/" }

    init(
        endpoint: Endpoint, directoryUserRate: Int?, headers: RequestHeaders, connectTimeout: Int64?,
        requestTimeout: Int64?, callTimeout: Int64?, maximumBody: Int, retries: RetryPolicy, looksAhead: Bool,
        onAttempt: ((Attempt) -> Void)?
    ) {
        self.endpoint = endpoint
        self.directoryUserRate = directoryUserRate
        self.headers = headers
        self.connectTimeout = connectTimeout
        self.requestTimeout = requestTimeout
        self.callTimeout = callTimeout
        self.maximumBody = maximumBody
        self.retries = retries
        self.looksAhead = looksAhead
        self.onAttempt = onAttempt
    }

    var redactor: Redactor { headers.redactor }

    /// Checks the caller's options. If `apiKey` is nil, reads it from the environment. `base`: of the client to derive
    /// from, which has what is not given.
    static func make(
        _ given: workosds_client_options, _ apiKey: UnsafePointer<CChar>?, onAttempt: ((Attempt) -> Void)?,
        base: ClientOptions? = nil
    ) throws(Failure) -> ClientOptions {
        let apiKey = try OptionReader.apiKey(apiKey, base)
        do throws(Failure) {
            return try OptionReader(given: given, base: base).options(apiKey, onAttempt ?? base?.onAttempt)
        } catch let failure {
            throw failure.redacted(by: Redactor(apiKey))
        }
    }
}
