/// What the library reads of an answer's header lines. Starts anew at each status line, so that the last of
/// several heads (100 Continue first) counts.
struct ResponseHead {
    private(set) var requestID: [UInt8]?
    private(set) var retryAfter: [UInt8]?
    private(set) var location: [UInt8]?
    /// Whether anything of it has come.
    private(set) var hasBegun = false
    /// Whether the empty line at its end has come.
    private(set) var isComplete = false

    private static let maximumLength = 1024

    /// What may be shown is redacted before it is cut.
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

    /// The value without the white space around it; nil if the line has another name.
    private func value(of line: UnsafeBufferPointer<UInt8>, _ name: StaticString) -> UnsafeBufferPointer<UInt8>? {
        guard ASCII.starts(line, with: name) else { return nil }
        var value = line[name.utf8CodeUnitCount...]
        while let first = value.first, first <= 0x20 { value.removeFirst() }
        while let last = value.last, last <= 0x20 { value.removeLast() }
        return UnsafeBufferPointer(rebasing: value)
    }
}
