import CWorkOSDS

/// Why a call failed. A value of its own: the library's error object has been read and freed. Holds no API key.
public struct APIError: Error, Sendable, CustomStringConvertible {
    public let status: Status
    /// One line for a person: what failed, on which request, what to do.
    public let message: String
    /// The API's own `code`, "entity_not_found".
    public let code: String?
    public let requestID: String?
    /// Nil where no answer came.
    public let httpStatus: Int?
    /// What Retry-After asked for, in milliseconds from the moment of the answer.
    public let retryAfterMilliseconds: Int64?
    public let isRetryable: Bool
    /// The answer's body, byte for byte; nil where no answer came.
    public let body: [UInt8]?
    /// All of it as a JSON object, field errors included.
    public let json: String

    public var description: String { message }

    /// Takes the error object over and frees it.
    init(status: Int32, taking error: OpaquePointer?) {
        self.status = Status(rawValue: status)
        let message = String(cString: workosds_error_message(error))
        self.message = message.isEmpty ? "the library says \(self.status.name)" : message
        code = workosds_error_code(error).map { String(cString: $0) }
        requestID = workosds_error_request_id(error).map { String(cString: $0) }
        let http = workosds_error_http_status(error)
        httpStatus = http == 0 ? nil : Int(http)
        let retryAfter = workosds_error_retry_after_ms(error)
        retryAfterMilliseconds = retryAfter < 0 ? nil : retryAfter
        isRetryable = workosds_error_is_retryable(error) == 1
        var length = 0
        body = workosds_error_body(error, &length).map { Array(UnsafeRawBufferPointer(start: $0, count: length)) }
        json = takeString(workosds_error_json(error)) ?? "{}"
        workosds_error_free(error)
    }

    /// An argument that was refused before the library saw it.
    init(invalidArgument message: String) {
        status = .invalidArgument
        self.message = message
        code = nil
        requestID = nil
        httpStatus = nil
        retryAfterMilliseconds = nil
        isRetryable = false
        body = nil
        json = "{}"
    }
}
