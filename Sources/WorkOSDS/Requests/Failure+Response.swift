/// Failures of an attempt at a request. Messages always have the same order: method and path, what happened, the API's
/// words, and what to do.
extension Failure {
    /// "GET /directory_users/x: " without the query, to leave room for the reason.
    static func message(_ request: Request, _ text: StaticString, _ redactor: Redactor) -> Message {
        let path = Array(request.target.prefix { $0 != "?" })
        return "\(request.method.name) \(path, limit: 100, hiding: redactor)\(text)"
    }

    /// An HTTP error. Takes ownership of the body. `now` is of the wall clock, since 1970, for a Retry-After with a
    /// date.
    static func httpError(
        _ httpStatus: Int32, _ request: Request, _ head: ResponseHead, now: Int64, body: ByteBuffer,
        _ redactor: Redactor
    ) -> Failure {
        let said = ErrorBody(body, redactor)
        let status = Status(httpStatus: httpStatus, code: said.code)
        let retryAfter = RetryAfter.milliseconds(head.retryAfter, now: now) ?? said.retryAfter
        var message: Message = "\(message(request, ": HTTP ", redactor))\(Int64(httpStatus))"
        if let code = said.code, code.count <= 60 { message += " \(redacted: code)" }
        let advice = advice(status, retryAfter)
        if let text = said.message {
            message += ": "
            let limit = said.fieldErrors.isEmpty ? message.room(with: advice, limit: 140) : 60
            message += "\(text, limit: limit, hiding: redactor)"
        }
        append(said.fieldErrors, to: &message, redactor)
        if let location = head.location, (300...399).contains(httpStatus) {
            message += ": redirects are not followed, this one leads to \(quoted: location, hiding: redactor)"
        }
        message += advice
        return Failure(
            status, message, httpStatus: httpStatus, code: said.code, requestID: head.requestID,
            retryAfter: retryAfter, fieldErrors: said.fieldErrors, body: body, hidesBody: isHidden(body, redactor))
    }

    /// A larger body is not searched for secrets: 60 MB of backslashes would take five seconds, in which no time limit
    /// counts and nothing can be cancelled.
    private static func isHidden(_ body: ByteBuffer, _ redactor: Redactor) -> Bool {
        body.count > ErrorBody.largest || redactor.finds(in: body)
    }

    /// The first two rejected fields with their reasons, and the number of others. All are in `fieldErrors`; a message
    /// has room for two.
    private static func append(_ errors: [FieldError], to message: inout Message, _ redactor: Redactor) {
        var shown = 0
        for error in errors where shown < 2 {
            guard let first = error.field ?? error.reason else { continue }
            message += shown > 0 ? "; " : message.bytes.last == "." ? " " : ": "
            message += "\(first, limit: error.field == nil ? 100 : 40, hiding: redactor)"
            if error.field != nil, let reason = error.reason {
                message += ": \(reason, limit: 100, hiding: redactor)"
            }
            shown &+= 1
        }
        if shown == 2, errors.count > 2 { message += " (and \(errors.count &- shown) more)" }
    }

    /// What to do. It is at the end and never truncated; the server's text is truncated instead.
    private static func advice(_ status: Status, _ retryAfter: Int64?) -> Message {
        switch status {
        case .authentication: return " (check the API key)"
        case .permission: return " (the API key may not do this)"
        case .notFound: return " (check the id and the environment of the API key)"
        case .rateLimited, .server:
            guard let retryAfter else {
                return status == .server ? " (try again later)" : " (wait, then try again)"
            }
            return " (retry after \(retryAfter / 1000 &+ (retryAfter % 1000 > 0 ? 1 : 0)) s)"
        default: return ""
        }
    }

    /// A 2xx response that the API does not document. Takes ownership of the body. Often a login page or a proxy's page
    /// with status 200, hence the advice.
    static func unexpected(
        _ failure: JSONFailure, _ request: Request, httpStatus: Int32, _ head: ResponseHead, body: ByteBuffer,
        _ redactor: Redactor
    ) -> Failure {
        if case .outOfMemory = failure { return Failure(.outOfMemory, message(request, ": out of memory", redactor)) }
        let found = body.count == 0 ? " with an empty body instead of JSON" : failure.inWords
        var message: Message = "\(message(request, ": HTTP ", redactor))\(Int64(httpStatus))\(found)"
        if let offset = failure.offset, body.count > 0 { message += " at byte \(offset) of \(body.count)" }
        message += "; is base_url right, and no proxy in between?"
        return Failure(
            .protocolViolation, message, httpStatus: httpStatus, requestID: head.requestID, body: body,
            hidesBody: isHidden(body, redactor))
    }

    /// An attempt without a complete response.
    static func transfer(_ problem: TransportError, _ request: Request, _ redactor: Redactor) -> Failure {
        Failure(Status(problem.kind), "\(message(request, ": ", redactor))\(redacted: problem.text)")
    }
}

extension Status {
    /// The header's status of a failed transfer. A handshake is TLS for the caller, and a network failure only for the
    /// retry policy.
    init(_ kind: TransportError.Kind) {
        switch kind {
        case .network: self = .network
        case .tls, .handshake: self = .tls
        case .timeout: self = .timeout
        case .notHTTP: self = .protocolViolation
        case .outOfMemory: self = .outOfMemory
        case .unusableURL: self = .invalidArgument
        case .cancelled: self = .cancelled
        case .defect: self = .internalError
        }
    }
}
