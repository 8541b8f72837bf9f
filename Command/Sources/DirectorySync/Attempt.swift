import CWorkOSDS

/// One attempt at a request, as `ClientOptions.onAttempt` sees it.
public struct Attempt: Sendable {
    public let method: String
    /// The path with its query.
    public let path: String
    /// Nil where no answer came.
    public let httpStatus: Int?
    /// What the attempt came to; `.ok` for an answer in 2xx.
    public let status: Status
    /// 1 for the first attempt at a request.
    public let number: Int
    public let elapsedMilliseconds: Int64
    /// Of the body, after decoding.
    public let bytes: Int64
    public let requestID: String?
    /// Until the next attempt at the same request; nil where none follows.
    public let waitMilliseconds: Int64?

    init(_ attempt: OpaquePointer?) {
        method = workosds_attempt_method(attempt).map { String(cString: $0) } ?? ""
        path = workosds_attempt_path(attempt).map { String(cString: $0) } ?? ""
        let http = workosds_attempt_http_status(attempt)
        httpStatus = http == 0 ? nil : Int(http)
        status = Status(rawValue: workosds_attempt_status(attempt))
        number = Int(workosds_attempt_number(attempt))
        elapsedMilliseconds = workosds_attempt_elapsed_ms(attempt)
        bytes = workosds_attempt_bytes(attempt)
        requestID = workosds_attempt_request_id(attempt).map { String(cString: $0) }
        let wait = workosds_attempt_wait_ms(attempt)
        waitMilliseconds = wait < 0 ? nil : wait
    }
}

/// The closure behind the C callback. The client keeps it, and every listing keeps the client.
final class AttemptObserver: Sendable {
    private let observe: @Sendable (Attempt) -> Void

    init(_ observe: @escaping @Sendable (Attempt) -> Void) { self.observe = observe }

    static func called(_ attempt: OpaquePointer?, _ data: UnsafeMutableRawPointer?) {
        guard let data else { return }
        Unmanaged<AttemptObserver>.fromOpaque(data).takeUnretainedValue().observe(Attempt(attempt))
    }
}
