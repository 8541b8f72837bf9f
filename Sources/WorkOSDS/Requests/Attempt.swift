/// One attempt at a request; the object of `workosds_attempt`. Made only for clients with on_attempt, and valid during
/// that call.
final class Attempt {
    let method: StaticString
    /// With the query, without the API key and secret headers.
    let path: [UInt8]  // NUL-terminated
    /// Counts from 1 for each request.
    let number: Int
    /// 0 if there was no response.
    let httpStatus: Int32
    let status: Status
    /// Milliseconds from sending to the end of the response, or until the iterator was called after that.
    let elapsed: Int64
    /// Of the response body after decoding.
    let bytes: Int
    let requestID: [UInt8]?  // NUL-terminated
    /// Milliseconds until the next attempt; nil if none follows.
    let wait: Int64?
    /// Milliseconds that it waited for a permit of the rate limiter before it was sent; not part of `elapsed`.
    let paced: Int64
    private let headers: RequestHeaders

    init(
        _ request: Request, number: Int, httpStatus: Int32, status: Status, elapsed: Int64, bytes: Int,
        requestID: [UInt8]?, wait: Int64?, paced: Int64, _ headers: RequestHeaders
    ) {
        method = request.method.name
        path = headers.redactor.redacted(request.target) + [0]
        self.number = number
        self.httpStatus = httpStatus
        self.status = status
        self.elapsed = elapsed
        self.bytes = bytes
        self.requestID = requestID.map { $0 + [0] }
        self.wait = wait
        self.paced = paced
        self.headers = headers
    }

    /// The value of a header that the caller added; nil for a secret.
    func header(_ name: UnsafePointer<CChar>) -> UnsafePointer<CChar>? { headers.value(of: name) }
}
