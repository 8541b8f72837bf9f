import CWorkOSDS

/// The result of a call, with the header's numbers. They never change; new ones are added at the end. Negative ones are
/// errors. A test compares names and numbers with the header.
enum Status: workosds_status, CaseIterable {
    case ok = 0
    case done = 1
    case pending = 2
    case invalidArgument = -1
    case authentication = -2
    case permission = -3
    case notFound = -4
    case conflict = -5
    case badRequest = -6
    case unprocessable = -7
    case rateLimited = -8
    case server = -9
    case api = -10
    case network = -11
    case tls = -12
    case timeout = -13
    case cancelled = -14
    case protocolViolation = -15
    case paginationLoop = -16
    case signature = -17
    case internalError = -18
    case outOfMemory = -19

    /// Statuses that the API documents have their own case; the others are `api`, or `server` from 500 on. Redirects
    /// are `api` too, because they are not followed.
    init(httpStatus: Int32) {
        switch httpStatus {
        case 200...299: self = .ok
        case 400: self = .badRequest
        case 401: self = .authentication
        case 403: self = .permission
        case 404: self = .notFound
        case 409: self = .conflict
        case 422: self = .unprocessable
        case 429: self = .rateLimited
        case 500...599: self = .server
        default: self = .api
        }
    }

    /// For a directory's sync the API's `code` determines the status, because the HTTP status is not documented. Only
    /// codes with this prefix are considered: an unknown one must not change what the HTTP status says.
    init(httpStatus: Int32, code: [UInt8]?) {
        let status = Status(httpStatus: httpStatus)
        let prefix = StaticText.bytes("directory_sync_")
        guard let code, code.starts(with: prefix) else {
            self = status
            return
        }
        let reason = code[prefix.count...]
        if reason.elementsEqual(StaticText.bytes("rate_limited")) {
            self = .rateLimited
        } else if reason.elementsEqual(StaticText.bytes("in_progress")) {
            self = .conflict
        } else if reason.elementsEqual(StaticText.bytes("unsupported"))
            || reason.elementsEqual(StaticText.bytes("disabled"))
        {
            // A retry would fail again.
            self = status.isRetryable || httpStatus == 408 ? .unprocessable : status
        } else {
            self = status
        }
    }

    var name: StaticString {
        switch self {
        case .ok: "OK"
        case .done: "DONE"
        case .pending: "PENDING"
        case .invalidArgument: "INVALID_ARGUMENT"
        case .authentication: "AUTHENTICATION"
        case .permission: "PERMISSION"
        case .notFound: "NOT_FOUND"
        case .conflict: "CONFLICT"
        case .badRequest: "BAD_REQUEST"
        case .unprocessable: "UNPROCESSABLE"
        case .rateLimited: "RATE_LIMITED"
        case .server: "SERVER"
        case .api: "API"
        case .network: "NETWORK"
        case .tls: "TLS"
        case .timeout: "TIMEOUT"
        case .cancelled: "CANCELLED"
        case .protocolViolation: "PROTOCOL"
        case .paginationLoop: "PAGINATION_LOOP"
        case .signature: "SIGNATURE"
        case .internalError: "INTERNAL"
        case .outOfMemory: "OUT_OF_MEMORY"
        }
    }

    /// Whether the same call may succeed later. The counterpart of workosds_error_is_retryable. `RetryPolicy` decides
    /// for a single attempt, by the method as well.
    var isRetryable: Bool {
        switch self {
        case .rateLimited, .server, .network, .timeout: true
        default: false
        }
    }
}
