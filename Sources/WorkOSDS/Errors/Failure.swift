import CPlatform

/// Why a call failed; the object of `workosds_error`. Immutable. The API key is removed from its texts before they are
/// truncated, where they are read (`ErrorBody`, `ResponseHead`) or composed (`Message`).
final class Failure: Error {
    let status: Status
    /// One line, NUL-terminated.
    let message: [UInt8]
    /// 0 if there was no response.
    let httpStatus: Int32
    /// The API's code, NUL-terminated.
    let code: [UInt8]?
    /// As sent, with NULs.
    let exactCode: [UInt8]?
    /// For WorkOS support, NUL-terminated.
    let requestID: [UInt8]?
    /// Milliseconds; nil if the server sent none.
    let retryAfter: Int64?
    let fieldErrors: [FieldError]
    /// As received. It may have 64 MiB, so failure and caller share it.
    let body: ByteBuffer?
    /// Whether the server has sent the API key back. The body is then left out of the JSON, which people log.
    let bodyIsSecret: Bool
    /// An argument that was rejected where the API key to redact was not known.
    private let refusal: Refusal?

    struct Refusal {
        let name: StaticString
        let value: [UInt8]
        let rule: StaticString
    }

    init(
        _ status: Status, _ message: Message, httpStatus: Int32 = 0, code: [UInt8]? = nil, requestID: [UInt8]? = nil,
        retryAfter: Int64? = nil, fieldErrors: [FieldError] = [], body: ByteBuffer? = nil,
        bodyIsSecret: Bool = false, refusal: Refusal? = nil
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
        self.refusal = refusal
    }

    /// `base_url "foo" must start with https://`
    private convenience init(_ refusal: Refusal, _ redactor: Redactor) {
        var message: Message = "\(refusal.name) \(quoted: refusal.value, hiding: redactor)"
        if refusal.rule.utf8CodeUnitCount > 0 { message += " \(refusal.rule)" }
        self.init(.invalidArgument, message, refusal: refusal)
    }

    /// Whether the same call may succeed later.
    var isRetryable: Bool { status.isRetryable || status == .api && httpStatus == 408 }

    @inline(never)
    static func invalidArgument(_ message: Message) -> Failure { Failure(.invalidArgument, message) }

    /// The value, and its option or variable. A caller that knows the API key calls `redacted(by:)`.
    @inline(never)
    static func invalidArgument(_ name: StaticString, _ value: [UInt8], _ rule: StaticString) -> Failure {
        Failure(Refusal(name: name, value: value, rule: rule), .none)
    }

    func redacted(by redactor: Redactor) -> Failure { refusal.map { Failure($0, redactor) } ?? self }

    /// One object for all, made when the library is loaded.
    static var outOfMemory: Failure {
        Unmanaged<Failure>.fromOpaque(cplatform_out_of_memory).takeUnretainedValue()
    }
}

@_cdecl("cplatform_make_out_of_memory")
func makeOutOfMemory() -> UnsafeRawPointer {
    UnsafeRawPointer(Unmanaged.passRetained(Failure(.outOfMemory, "out of memory")).toOpaque())
}

extension Failure {
    /// To be freed with `free`; nil if memory runs out.
    func json() -> UnsafeMutablePointer<CChar>? {
        guard let object = JSONValue.object() else { return nil }
        object.set("status", integer: Int64(status.rawValue))
        object.set("status_name", text: StaticText.characters(status.name))
        object.set("message", bytes: Array(message.dropLast()))
        object.set("http_status", integer: Int64(httpStatus))
        object.set("code", bytes: exactCode)
        object.set("request_id", bytes: requestID.map { Array($0.dropLast()) })
        object.set("retry_after_ms", integer: retryAfter)
        object.set("is_retryable", boolean: isRetryable)
        object.set("errors", value: fieldErrorList())
        object.set("body", text: bodyIsSecret ? nil : body)
        return object.dump()
    }

    private func fieldErrorList() -> JSONValue? {
        let list = JSONValue.array()
        for fieldError in fieldErrors {
            let entry = JSONValue.object()
            entry?.set("field", bytes: fieldError.field)
            entry?.set("code", bytes: fieldError.code)
            entry?.set("message", bytes: fieldError.message)
            list?.append(entry)
        }
        return list
    }
}
