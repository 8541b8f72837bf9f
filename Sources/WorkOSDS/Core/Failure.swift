/// Why a call failed: what `workosds_error` is. Never changes once it has been handed out.
final class Failure: Error {
    let status: Status
    /// One line, ended by a NUL.
    private(set) var message: [UInt8]
    let httpStatus: Int32
    /// Ended by a NUL.
    let code: [UInt8]?
    /// As it was sent, NULs and all.
    let exactCode: [UInt8]?
    let requestID: [UInt8]?
    /// Milliseconds; nil where Retry-After was absent or unreadable.
    let retryAfter: Int64?
    let fieldErrors: [ErrorBody.FieldError]
    let body: ByteBuffer?
    /// The server has sent the API key back.
    let bodyIsSecret: Bool

    init(
        _ status: Status, _ message: Message, httpStatus: Int32 = 0, code: [UInt8]? = nil, requestID: [UInt8]? = nil,
        retryAfter: Int64? = nil, fieldErrors: [ErrorBody.FieldError] = [], body: ByteBuffer? = nil,
        bodyIsSecret: Bool = false
    ) {
        self.status = status
        self.message = message.line() + [0]
        self.httpStatus = httpStatus
        self.code = code?.terminated
        exactCode = code
        self.requestID = requestID?.terminated
        self.retryAfter = retryAfter
        self.fieldErrors = fieldErrors
        self.body = body
        self.bodyIsSecret = bodyIsSecret
    }

    func hidingKey(_ transport: TransportOptions) -> Failure { hiding(transport.redacted) }

    func hiding(_ secret: [UInt8]) -> Failure { hiding { Secret.redacted($0, secret) } }

    private func hiding(_ redacted: ([UInt8]) -> [UInt8]) -> Failure {
        message = CleanText.line(redacted(Array(message.dropLast())), most: Message.maximumLength) + [0]
        return self
    }

    convenience init(_ status: Status, _ message: StaticString) { self.init(status, Message(message)) }

    /// Whether the same call may well succeed later.
    var isRetryable: Bool { status.isRetryable || status == .api && httpStatus == 408 }

    static func invalidArgument(_ message: StaticString) -> Failure { Failure(.invalidArgument, message) }

    static func invalidArgument(_ start: StaticString, _ value: [UInt8], _ end: StaticString) -> Failure {
        var message = Message(start)
        message.append(quoted: value)
        message.append(end)
        return Failure(.invalidArgument, message)
    }

    static let outOfMemoryMessage: StaticString = "out of memory"
}
