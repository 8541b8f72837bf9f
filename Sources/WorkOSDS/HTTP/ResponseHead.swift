/// Header lines of a response. Starts over at each status line, so that the last of several heads (after 100 Continue)
/// is used. Only lines that the library uses are kept; names are compared without case (RFC 9110, section 5.1).
struct ResponseHead {
    /// X-Request-Id, one clean line; nil also for an empty one, which the API has sent.
    private(set) var requestID: [UInt8]?
    /// Retry-After as sent, for `RetryAfter`.
    private(set) var retryAfter: [UInt8]?
    /// Shown in the error, because a redirect mostly means a wrong base URL.
    private(set) var location: [UInt8]?
    /// Whether any of it has arrived.
    private(set) var hasBegun = false
    /// Whether the empty line at its end has arrived.
    private(set) var isComplete = false

    /// In bytes, of a value. libcurl accepts header lines of 100 KB.
    private static let maximumLength = 1024

    /// Redacted before it is truncated. Called by libcurl for each line, with its line break.
    mutating func read(_ line: UnsafeBufferPointer<UInt8>, _ redactor: Redactor = .none) {
        if ASCII.starts(line, with: "http/") {
            self = ResponseHead()
            hasBegun = true
            return
        }
        hasBegun = true
        if line.first == 0x0D || line.first == 0x0A { isComplete = true }
        if let value = value(of: line, "x-request-id:") {
            requestID =
                value.isEmpty ? nil : CleanText.line(redactor.redacted(value, limit: Self.maximumLength), limit: 256)
        }
        if let value = value(of: line, "retry-after:") { retryAfter = [UInt8](value.prefix(Self.maximumLength)) }
        if let value = value(of: line, "location:") { location = redactor.redacted(value, limit: Self.maximumLength) }
    }

    /// The value without surrounding white space; nil if the line has another name.
    private func value(of line: UnsafeBufferPointer<UInt8>, _ name: StaticString) -> UnsafeBufferPointer<UInt8>? {
        guard ASCII.starts(line, with: name) else { return nil }
        var value = line[name.utf8CodeUnitCount...]
        while let first = value.first, first <= 0x20 { value.removeFirst() }
        while let last = value.last, last <= 0x20 { value.removeLast() }
        return UnsafeBufferPointer(rebasing: value)
    }
}
