import CWorkOSDS

/// What became of a call: the `workosds_status` values by name.
public struct Status: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: Int32

    public init(rawValue: Int32) { self.rawValue = rawValue }

    private init(_ constant: Int) { rawValue = Int32(constant) }

    public static let ok = Status(WORKOSDS_OK)
    public static let done = Status(WORKOSDS_DONE)
    public static let pending = Status(WORKOSDS_PENDING)
    public static let invalidArgument = Status(WORKOSDS_ERROR_INVALID_ARGUMENT)
    public static let authentication = Status(WORKOSDS_ERROR_AUTHENTICATION)
    public static let permission = Status(WORKOSDS_ERROR_PERMISSION)
    public static let notFound = Status(WORKOSDS_ERROR_NOT_FOUND)
    public static let conflict = Status(WORKOSDS_ERROR_CONFLICT)
    public static let badRequest = Status(WORKOSDS_ERROR_BAD_REQUEST)
    public static let unprocessable = Status(WORKOSDS_ERROR_UNPROCESSABLE)
    public static let rateLimited = Status(WORKOSDS_ERROR_RATE_LIMITED)
    public static let server = Status(WORKOSDS_ERROR_SERVER)
    public static let api = Status(WORKOSDS_ERROR_API)
    public static let network = Status(WORKOSDS_ERROR_NETWORK)
    public static let tls = Status(WORKOSDS_ERROR_TLS)
    public static let timeout = Status(WORKOSDS_ERROR_TIMEOUT)
    public static let cancelled = Status(WORKOSDS_ERROR_CANCELLED)
    public static let `protocol` = Status(WORKOSDS_ERROR_PROTOCOL)
    public static let paginationLoop = Status(WORKOSDS_ERROR_PAGINATION_LOOP)
    public static let signature = Status(WORKOSDS_ERROR_SIGNATURE)
    public static let `internal` = Status(WORKOSDS_ERROR_INTERNAL)
    public static let outOfMemory = Status(WORKOSDS_ERROR_OUT_OF_MEMORY)

    /// Every status that the loaded library knows.
    public static var all: [Status] {
        (0..<workosds_status_count()).map { Status(rawValue: workosds_status_at($0)) }
    }

    /// "RATE_LIMITED"
    public var name: String { String(cString: workosds_status_name(rawValue)) }

    public var description: String { name }
}
