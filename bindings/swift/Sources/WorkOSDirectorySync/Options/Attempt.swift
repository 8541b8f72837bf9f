import CWorkOSDS

/// One attempt at a request, as ``ClientOptions/onAttempt`` receives it.
public struct Attempt: Sendable {
    /// The request's method, such as "GET".
    public let method: String
    /// The request's path with its query, without the API key.
    public let path: String
    /// The HTTP status; nil if there was no response.
    public let httpStatus: Int?
    /// The result of the attempt; ``Status/ok`` for a 2xx response.
    public let status: Status
    /// 1 for the first attempt at a request.
    public let number: Int
    /// From sending to the end of the response.
    public let elapsed: Duration
    /// Bytes of the response body after decoding.
    public let bytes: Int64
    /// The response's X-Request-Id; nil if there was none.
    public let requestID: String?
    /// The wait before the next attempt at the same request; nil if none follows.
    public let wait: Duration?
    /// How long this attempt waited for the pace before it was sent.
    public let paced: Duration
    /// The client's headers, to tell requests apart. Without those whose name says that they are secret: it contains
    /// "auth", "cookie", "key", "secret" or "token".
    public let headers: [String: String]

    /// `names`: of the client's headers. The library decides which of them are secret.
    init(_ attempt: OpaquePointer?, headers names: [String]) {
        method = String(borrowing: workosds_attempt_method(attempt)) ?? ""
        path = String(borrowing: workosds_attempt_path(attempt)) ?? ""
        let http = workosds_attempt_http_status(attempt)
        httpStatus = http == 0 ? nil : Int(http)
        status = Status(rawValue: workosds_attempt_status(attempt))
        number = Int(workosds_attempt_number(attempt))
        elapsed = .milliseconds(workosds_attempt_elapsed_ms(attempt))
        bytes = workosds_attempt_bytes(attempt)
        requestID = String(borrowing: workosds_attempt_request_id(attempt))
        let wait = workosds_attempt_wait_ms(attempt)
        self.wait = wait < 0 ? nil : .milliseconds(wait)
        paced = .milliseconds(workosds_attempt_paced_ms(attempt))
        headers = names.reduce(into: [:]) { found, name in
            found[name] = String(borrowing: workosds_attempt_header(attempt, name))
        }
    }
}

/// The closure behind the C callback. The client keeps it, and so does every listing, which can outlive the client.
final class AttemptObserver: Sendable {
    let observe: @Sendable (Attempt) -> Void
    private let headerNames: [String]

    init(_ observe: @escaping @Sendable (Attempt) -> Void, headers names: [String]) {
        self.observe = observe
        headerNames = names
    }

    static func called(_ attempt: OpaquePointer?, _ data: UnsafeMutableRawPointer?) {
        guard let data else { return }
        let observer = Unmanaged<AttemptObserver>.fromOpaque(data).takeUnretainedValue()
        observer.observe(Attempt(attempt, headers: observer.headerNames))
    }
}
