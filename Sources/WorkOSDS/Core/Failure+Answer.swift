/// Failures that an attempt at a request ends in.
extension Failure {
    /// "GET /directory_users/x: " without the query, so that there is room for what went wrong.
    static func message(_ request: Request, _ text: StaticString, _ redactor: Redactor) -> Message {
        var message = Message(request.method.name, redactor)
        message.append(" ")
        message.append(Array(request.target.prefix { $0 != UInt8(ascii: "?") }), most: 100)
        message.append(text)
        return message
    }

    /// An answer outside 2xx. Takes over the body.
    static func answer(
        _ httpStatus: Int32, _ request: Request, _ head: ResponseHead, now: Int64, body: ByteBuffer,
        _ redactor: Redactor
    ) -> Failure {
        let said = ErrorBody(body, redactor)
        let status = Status(httpStatus: httpStatus, code: said.code)
        let retryAfter = RetryAfter.milliseconds(head.retryAfter, now: now) ?? said.retryAfter
        var message = message(request, ": HTTP ", redactor)
        message.append(Int64(httpStatus))
        if let code = said.code, code.count <= 60 {
            message.append(" ")
            message.append(code)
        }
        let advice = advice(status, retryAfter)
        if let text = said.message {
            message.append(": ")
            message.append(text, most: said.fieldErrors.isEmpty ? message.room(with: advice, most: 140) : 60)
        }
        append(said.fieldErrors, to: &message)
        if let location = head.location, (300...399).contains(httpStatus) {
            message.append(": redirects are not followed, this one leads to ")
            message.append(quoted: location)
        }
        message.append(advice.bytes)
        return Failure(
            status, message, httpStatus: httpStatus, code: said.code, requestID: head.requestID,
            retryAfter: retryAfter, fieldErrors: said.fieldErrors, body: body, bodyIsSecret: redactor.finds(in: body))
    }

    /// Which fields the API refused, and why: the first two, and how many more there are.
    private static func append(_ errors: [ErrorBody.FieldError], to message: inout Message) {
        var told = 0
        for error in errors where told < 2 {
            guard let first = error.field ?? error.reason else { continue }
            message.append(told > 0 ? "; " : message.bytes.last == UInt8(ascii: ".") ? " " : ": ")
            message.append(first, most: error.field == nil ? 100 : 40)
            if error.field != nil, let reason = error.reason {
                message.append(": ")
                message.append(reason, most: 100)
            }
            told &+= 1
        }
        if told == 2, errors.count > 2 {
            message.append(" (and ")
            message.append(Int64(errors.count &- told))
            message.append(" more)")
        }
    }

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

    /// A 2xx answer that is not what the API promises. Takes over the body.
    static func unexpected(
        _ failure: JSONFailure, _ request: Request, httpStatus: Int32, _ head: ResponseHead, body: ByteBuffer,
        _ redactor: Redactor
    ) -> Failure {
        if case .outOfMemory = failure { return Failure(.outOfMemory, message(request, ": out of memory", redactor)) }
        var message = message(request, ": HTTP ", redactor)
        message.append(Int64(httpStatus))
        message.append(body.count == 0 ? " with an empty body instead of JSON" : reason(failure))
        if let offset = failure.offset, body.count > 0 {
            message.append(" at byte ")
            message.append(Int64(offset))
            message.append(" of ")
            message.append(Int64(body.count))
        }
        message.append("; is base_url right, and no proxy in between?")
        return Failure(
            .protocolViolation, message, httpStatus: httpStatus, requestID: head.requestID, body: body,
            bodyIsSecret: redactor.finds(in: body))
    }

    private static func reason(_ failure: JSONFailure) -> StaticString {
        switch failure {
        case .malformed, .needsRepair, .outOfMemory: " with a body that is not valid JSON"
        case .tooDeep: " with JSON nested deeper than 512"
        case .notAnObject: " with JSON that is no object"
        case .tooManyRecords: " with a list of more than 16,384 records"
        case .dataMissing: " with a list whose \"data\" is no array"
        case .recordNotAnObject: " with a list that holds something other than objects"
        case .listMetadataMissing: " with a list whose \"list_metadata\" is no object"
        case .cursorNotText: " with a list whose cursor is no usable text"
        }
    }

    /// An attempt without a complete answer.
    static func transfer(_ problem: TransferProblem, _ request: Request, _ redactor: Redactor) -> Failure {
        var message = message(request, ": ", redactor)
        message.append(problem.text)
        return Failure(Status(problem.kind), message)
    }
}

extension Status {
    init(_ kind: TransferProblem.Kind) {
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

extension JSONFailure {
    var offset: Int? {
        switch self {
        case .malformed(let offset), .tooDeep(let offset): offset
        default: nil
        }
    }
}
