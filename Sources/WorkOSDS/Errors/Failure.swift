import CPlatform

/// Why a call failed; the object of `workosds_error`. Immutable, so that any number of threads can read it. The API key
/// is removed from its texts before they are truncated, where they are read (`ErrorBody`, `ResponseHead`) or composed
/// (`Message`).
///
/// One class for all errors, because Embedded Swift has typed throws only: `throws(Failure)`. Every further call of an
/// iterator that has failed returns the same object.
final class Failure: Error {
    let status: Status
    /// One line, NUL-terminated. The only text of the library that is meant for people.
    let message: [UInt8]
    /// 0 if there was no response.
    let httpStatus: Int32
    /// The API's code, NUL-terminated.
    let code: [UInt8]?
    /// As sent, with NULs. For the JSON, in which a NUL can be escaped.
    let exactCode: [UInt8]?
    /// For WorkOS support, NUL-terminated.
    let requestID: [UInt8]?
    /// Milliseconds; nil if the server sent none.
    let retryAfter: Int64?
    let fieldErrors: [FieldError]
    /// As received. It may have 64 MiB, so failure and caller share it.
    let body: ByteBuffer?
    /// Whether the JSON, which people log, leaves the body out: the server has sent the API key back, or so much that it
    /// was not searched.
    let hidesBody: Bool
    /// An argument that was rejected where the API key to redact was not known.
    private let rejection: Rejection?

    /// A rejected argument: its name in the header, its value, and what it must be; "" if the name says enough.
    struct Rejection {
        let name: StaticString
        let value: [UInt8]
        let rule: StaticString
    }

    init(
        _ status: Status, _ message: Message, httpStatus: Int32 = 0, code: [UInt8]? = nil, requestID: [UInt8]? = nil,
        retryAfter: Int64? = nil, fieldErrors: [FieldError] = [], body: ByteBuffer? = nil,
        hidesBody: Bool = false, rejection: Rejection? = nil
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
        self.hidesBody = hidesBody
        self.rejection = rejection
    }

    /// `base_url "foo" must start with https://`
    private convenience init(_ rejection: Rejection, _ redactor: Redactor) {
        var message: Message = "\(rejection.name) \(quoted: rejection.value, hiding: redactor)"
        if rejection.rule.utf8CodeUnitCount > 0 { message += " \(rejection.rule)" }
        self.init(.invalidArgument, message, rejection: rejection)
    }

    /// Whether the same call may succeed later. HTTP 408 is `api`, whose other statuses are final.
    var isRetryable: Bool { status.isRetryable || status == .api && httpStatus == 408 }

    /// Not inlined, like the next one: there are many calls, none of them in a fast path.
    @inline(never)
    static func invalidArgument(_ message: Message) -> Failure { Failure(.invalidArgument, message) }

    /// The value, and its option or variable. A caller that knows the API key calls `redacted(by:)`.
    @inline(never)
    static func invalidArgument(_ name: StaticString, _ value: [UInt8], _ rule: StaticString) -> Failure {
        Failure(Rejection(name: name, value: value, rule: rule), .none)
    }

    /// The message again, without the key in the quoted value. Arguments are checked where the key is not known;
    /// callers that know it use this.
    func redacted(by redactor: Redactor) -> Failure { rejection.map { Failure($0, redactor) } ?? self }

    /// One object for all, made when the library is loaded, since there is no memory for one when it is needed. A
    /// caller that frees it releases its own reference only.
    static var outOfMemory: Failure {
        Unmanaged<Failure>.fromOpaque(cplatform_out_of_memory).takeUnretainedValue()
    }
}

/// Called once by the constructor in reserve.c, which keeps the reference for the life of the process.
@_cdecl("cplatform_make_out_of_memory")
func makeOutOfMemory() -> UnsafeRawPointer {
    UnsafeRawPointer(Unmanaged.passRetained(Failure(.outOfMemory, "out of memory")).toOpaque())
}

extension Failure {
    /// To be freed with `free`; nil if memory runs out. Always the same members, null if unknown, so that a log has the
    /// same columns for every error.
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
        object.set("body", text: hidesBody ? nil : body)
        return object.dump()
    }

    /// A part that cannot be made makes the whole object incomplete, and `dump` returns nil.
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
