import CWorkOSDS

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Why a call failed. All functions of this module that throw, throw this type.
///
/// An error is independent of the client and the listing. None of its texts contains the API
/// key; the exception is ``body``, which is exactly what the server sent.
///
/// ```swift
/// do {
///     try client.deleteDirectory(id)
/// } catch {
///     switch error.status {
///     case .notFound: print("there is no such directory")
///     case _ where error.isRetryable: print("try again in", error.retryAfter ?? .seconds(60))
///     default: print(error.message)
///     }
/// }
/// ```
public struct APIError: Error, Sendable {
    /// The kind of failure. ``Status/isHTTPError`` is true if the server responded with an error.
    public let status: Status
    /// One line for people: what failed, on which request, what to do. At most 300 bytes, no control characters.
    public let message: String
    /// The API's own `code`, such as "entity_not_found"; nil if it sent none.
    public let code: String?
    /// The response's X-Request-Id, for WorkOS support; nil if there was none.
    public let requestID: String?
    /// The HTTP status; nil if there was no response.
    public let httpStatus: Int?
    /// How long the server asked to wait, from the time of the response. Nil if it has no time. It is not limited by
    /// ``ClientOptions/maxRetryWait``.
    public let retryAfter: Duration?
    /// Whether the same call may succeed later: rate limit, server, network, time limit.
    public let isRetryable: Bool
    /// The response body, byte for byte, even if the server sent the API key back. Nil if there was no response.
    public let body: [UInt8]?
    /// The error as a JSON object with the members status, status_name, message, http_status, code, request_id,
    /// retry_after_ms, is_retryable, errors and body. `body` is null if it contains the API key in
    /// any spelling, or has more than 1 MiB.
    public let json: String

    /// The members of the request that the API rejected; empty if it named none.
    public var fieldErrors: [FieldError] {
        (try? JSONDecoder().decode(Details.self, from: Data(json.utf8)))?.errors ?? []
    }

    private struct Details: Decodable {
        let errors: [FieldError]?
    }

    /// Takes ownership of the error object and frees it.
    init(status: Int32, taking error: OpaquePointer?) {
        self.status = Status(rawValue: status)
        let message = String(cString: workosds_error_message(error))
        self.message = message.isEmpty ? "the call failed with \(self.status.name)" : message
        code = String(borrowing: workosds_error_code(error))
        requestID = String(borrowing: workosds_error_request_id(error))
        let http = workosds_error_http_status(error)
        httpStatus = http == 0 ? nil : Int(http)
        let retryAfter = workosds_error_retry_after_ms(error)
        self.retryAfter = retryAfter < 0 ? nil : .milliseconds(retryAfter)
        isRetryable = workosds_error_is_retryable(error) == 1
        var length = 0
        body = workosds_error_body(error, &length).map { Array(UnsafeRawBufferPointer(start: $0, count: length)) }
        json = String(taking: workosds_error_json(error)) ?? "{}"
        workosds_error_free(error)
    }

    /// An argument that was rejected before the library saw it.
    init(invalidArgument message: String) {
        status = .invalidArgument
        self.message = message
        code = nil
        requestID = nil
        httpStatus = nil
        retryAfter = nil
        isRetryable = false
        body = nil
        json = "{}"
    }
}

extension APIError: CustomStringConvertible {
    public var description: String { message }
}
