/// Header lines of a response. Starts over at each status line, so that the last of several heads (after 100 Continue)
/// is used.
struct ResponseHead {
    private(set) var requestID: [UInt8]?
    private(set) var retryAfter: [UInt8]?
    private(set) var location: [UInt8]?
    /// Whether any of it has arrived.
    private(set) var hasBegun = false
    /// Whether the empty line at its end has arrived.
    private(set) var isComplete = false

    private static let maximumLength = 1024

    /// Redacted before it is truncated.
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
