import CCurl
import CPlatform

/// Failures that an attempt at a request ends in.
extension Failure {
    /// "GET /directory_users/x: " without the query, so that there is room for what went wrong.
    static func message(_ request: Request, _ text: StaticString) -> Message {
        var message = Message(request.method.name)
        message.append(" ")
        let path = Array(request.target.prefix { $0 != UInt8(ascii: "?") })
        message.append(path.count <= 100 ? path : Array(path.prefix(97)) + StaticText.bytes("..."))
        message.append(text)
        return message
    }

    /// An answer outside 2xx. Takes over the body.
    static func answer(
        _ httpStatus: Int32, _ request: Request, _ head: ResponseHead, retryAfter: Int64?, body: ByteBuffer,
        _ transport: TransportOptions
    ) -> Failure {
        let status = Status(httpStatus: httpStatus)
        let said = ErrorBody(body)
        var message = message(request, ": HTTP ")
        message.append(Int64(httpStatus))
        if let code = said.code, code.count <= 60 {
            message.append(" ")
            message.append(code)
        }
        if var text = said.message {
            transport.redact(&text)
            message.append(": ")
            message.append(text.count <= 140 ? text : Array(text.prefix(137)) + StaticText.bytes("..."))
        }
        if let location = head.location, (300...399).contains(httpStatus) {
            message.append(": redirects are not followed, this one leads to ")
            message.append(quoted: location)
        }
        if let advice = advice(status) {
            message.append(" (")
            message.append(advice)
            message.append(")")
        }
        return Failure(
            status, message, httpStatus: httpStatus, code: said.code, requestID: head.requestID, retryAfter: retryAfter,
            fieldErrors: said.fieldErrors, body: body)
    }

    private static func advice(_ status: Status) -> StaticString? {
        switch status {
        case .authentication: "check the API key"
        case .permission: "the API key may not do this"
        case .notFound: "check the id and the environment of the API key"
        case .rateLimited: "wait, then try again"
        case .server: "try again later"
        default: nil
        }
    }

    /// A 2xx answer that is not what the API promises. Takes over the body.
    static func unexpected(
        _ failure: JSONFailure, _ request: Request, httpStatus: Int32, _ head: ResponseHead, body: ByteBuffer
    ) -> Failure {
        if case .outOfMemory = failure { return Failure(.outOfMemory, message(request, ": out of memory")) }
        var message = message(request, ": HTTP ")
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
            .protocolViolation, message, httpStatus: httpStatus, requestID: head.requestID, body: body)
    }

    private static func reason(_ failure: JSONFailure) -> StaticString {
        switch failure {
        case .malformed, .needsRepair, .outOfMemory: " with a body that is not valid JSON"
        case .tooDeep: " with JSON nested deeper than 512"
        case .notAnObject: " with JSON that is no object"
        case .tooManyRecords: " with a list of more than 131,072 records"
        case .dataMissing: " with a list whose \"data\" is no array"
        case .recordNotAnObject: " with a list that holds something other than objects"
        case .listMetadataMissing: " with a list whose \"list_metadata\" is no object"
        case .cursorNotText: " with a list whose cursor is no usable text"
        }
    }

    /// An attempt without a complete answer.
    static func transfer(_ code: CURLcode, _ request: Request, _ connection: Connection, _ transport: TransportOptions)
        -> Failure
    {
        let status = transferStatus(code, connection)
        var message = message(request, ": ")
        var text = connection.errorMessage(code)
        if status == .protocolViolation, connection.problemWithBody == .tooLarge {
            text = StaticText.bytes("the answer is larger than max_response_bytes")
        } else if status == .outOfMemory {
            text = StaticText.bytes("out of memory")
        } else if code == CURLE_OUT_OF_MEMORY {
            text = StaticText.bytes("a header of the answer is too long")
        }
        transport.redact(&text)
        message.append(text)
        if status == .tls { transport.describeCertificates(&message) }
        if connection.proxyStatus >= 400 {
            message.append("; the proxy answered HTTP ")
            message.append(Int64(connection.proxyStatus))
        }
        return Failure(status, message)
    }

    private static func transferStatus(_ code: CURLcode, _ connection: Connection) -> Status {
        switch code {
        case CURLE_OPERATION_TIMEDOUT: return .timeout
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_SHUTDOWN_FAILED, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT:
            return .tls
        case CURLE_WRITE_ERROR:
            return connection.problemWithBody == .outOfMemory ? .outOfMemory : .protocolViolation
        case CURLE_BAD_CONTENT_ENCODING, CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_FILESIZE_EXCEEDED:
            return .protocolViolation
        case CURLE_OUT_OF_MEMORY: return connection.hasAnswerBegun ? .protocolViolation : .outOfMemory
        case CURLE_URL_MALFORMAT: return .invalidArgument
        case CURLE_FAILED_INIT, CURLE_UNKNOWN_OPTION, CURLE_NOT_BUILT_IN, CURLE_BAD_FUNCTION_ARGUMENT:
            return .internalError
        case CURLE_ABORTED_BY_CALLBACK: return .cancelled
        default: return .network
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
