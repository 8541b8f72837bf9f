import CWorkOSDS

/// The result of a call: the `workosds_status` values by name.
///
/// A minor version of the library can add values, so this is not an enumeration: a `switch` needs a `default`.
public struct Status: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: Int32

    public init(rawValue: Int32) { self.rawValue = rawValue }

    private init(_ constant: Int) { rawValue = Int32(constant) }

    /// Success. An error never has this status, an ``Attempt`` can.
    public static let ok = Status(WORKOSDS_OK)
    static let done = Status(WORKOSDS_DONE)
    static let pending = Status(WORKOSDS_PENDING)

    /// Rejected before anything was sent; the message names the argument.
    public static let invalidArgument = Status(WORKOSDS_ERROR_INVALID_ARGUMENT)
    /// HTTP 401: the API key is missing, wrong or revoked.
    public static let authentication = Status(WORKOSDS_ERROR_AUTHENTICATION)
    /// HTTP 403.
    public static let permission = Status(WORKOSDS_ERROR_PERMISSION)
    /// HTTP 404.
    public static let notFound = Status(WORKOSDS_ERROR_NOT_FOUND)
    /// HTTP 409, for example a sync that is already running.
    public static let conflict = Status(WORKOSDS_ERROR_CONFLICT)
    /// HTTP 400.
    public static let badRequest = Status(WORKOSDS_ERROR_BAD_REQUEST)
    /// HTTP 422; see ``APIError/fieldErrors``.
    public static let unprocessable = Status(WORKOSDS_ERROR_UNPROCESSABLE)
    /// HTTP 429, after the retries.
    public static let rateLimited = Status(WORKOSDS_ERROR_RATE_LIMITED)
    /// HTTP 5xx, after the retries.
    public static let server = Status(WORKOSDS_ERROR_SERVER)
    /// Any other HTTP status outside 2xx, including redirects.
    public static let api = Status(WORKOSDS_ERROR_API)
    /// The host name, the connection or the proxy failed, or the response was cut off.
    public static let network = Status(WORKOSDS_ERROR_NETWORK)
    /// The server's certificate or the handshake failed.
    public static let tls = Status(WORKOSDS_ERROR_TLS)
    /// One of the time limits in ``ClientOptions`` ran out.
    public static let timeout = Status(WORKOSDS_ERROR_TIMEOUT)
    /// ``Client/cancel()`` or ``Listing/cancel()`` was called.
    public static let cancelled = Status(WORKOSDS_ERROR_CANCELLED)
    /// The response was not HTTP, or a 2xx response that the API does not document.
    public static let `protocol` = Status(WORKOSDS_ERROR_PROTOCOL)
    /// The server repeated a cursor.
    public static let paginationLoop = Status(WORKOSDS_ERROR_PAGINATION_LOOP)
    /// A webhook's signature is invalid.
    public static let signature = Status(WORKOSDS_ERROR_SIGNATURE)
    /// No descriptor was left, or there is a bug in the library or in one that it uses.
    public static let `internal` = Status(WORKOSDS_ERROR_INTERNAL)
    public static let outOfMemory = Status(WORKOSDS_ERROR_OUT_OF_MEMORY)

    /// Every status that the loaded library knows.
    public static var all: [Status] {
        (0..<workosds_status_count()).map { Status(rawValue: workosds_status_at($0)) }
    }

    /// Whether the server answered with an HTTP status outside 2xx. The number is in ``APIError/httpStatus``.
    public var isHTTPError: Bool { (Self.api.rawValue...Self.authentication.rawValue).contains(rawValue) }

    /// The name without its prefix, such as "RATE_LIMITED"; "UNKNOWN" for a value that the library does not know.
    public var name: String { String(cString: workosds_status_name(rawValue)) }

    public var description: String { name }
}
