import CWorkOSDS

/// A client of the WorkOS Directory Sync API.
///
/// ```swift
/// let client = try Client(key: "sk_example_123456789")
/// let directory = try client.directory("directory_123")
/// ```
///
/// A client can be used by any number of threads at once; its calls block the calling thread. It keeps idle connections
/// (at most 8, for 60 seconds) and is freed when it is released. Listings and records can outlive it.
public final class Client: @unchecked Sendable {
    let pointer: OpaquePointer
    private let observer: AttemptObserver?
    private let headerNames: [String]

    /// Creates a client. Sends nothing.
    ///
    /// - Parameters:
    ///   - key: The API key, "sk_…". Nil: the environment variable WORKOS_API_KEY.
    ///   - options: Default: all defaults.
    /// - Throws: ``Status/invalidArgument`` for an invalid key, option or environment variable, which the message
    /// names.
    public init(key: String? = nil, options: ClientOptions = ClientOptions()) throws(APIError) {
        let names = options.headers?.map(\.name) ?? []
        headerNames = names
        observer = options.onAttempt.map { AttemptObserver($0, headers: names) }
        pointer = try Self.make(key, options, observer, workosds_client_new)
    }

    private init(deriving key: String?, _ options: ClientOptions, from base: Client) throws(APIError) {
        let names = options.headers?.map(\.name) ?? base.headerNames
        headerNames = names
        observer = (options.onAttempt ?? base.observer?.observe).map { AttemptObserver($0, headers: names) }
        pointer = try Self.make(key, options, observer) { workosds_client_derive(base.pointer, $0, $1, $2, $3) }
    }

    /// Calls a function of the header that returns a client.
    private static func make(
        _ key: String?, _ options: ClientOptions, _ observer: AttemptObserver?,
        _ call: (UnsafePointer<CChar>?, UnsafePointer<workosds_client_options>, Pointers, Pointers) -> Int32
    ) throws(APIError) -> OpaquePointer {
        var strings = ArgumentStrings()
        defer { strings.release() }
        let cKey = try strings.add(key, "the API key")
        var cOptions = try options.cOptions(
            &strings, onAttempt: observer.map { Unmanaged.passUnretained($0).toOpaque() })
        var client: OpaquePointer?
        var error: OpaquePointer?
        let status = call(cKey, &cOptions, &client, &error)
        guard let client else { throw APIError(status: status, taking: error) }
        return client
    }

    /// Returns a client that differs from this one in the options that are set, for one call or for many.
    ///
    /// ```swift
    /// var quick = ClientOptions()
    /// quick.requestTimeout = .limit(.seconds(5))
    /// let user = try client.with(quick).user("directory_user_123")
    /// ```
    ///
    /// It shares this client's connections and its pace for each directory's users. Creating it opens no connection.
    /// Either of the two can be released first; ``cancel()`` affects only the client it is called on.
    ///
    /// - Parameters:
    ///   - options: What differs. A property that is nil or `.default` is as in this client. `headers` replace all headers
    ///     of this client; an empty array removes them.
    ///   - key: The API key. Nil: this client's.
    /// - Throws: ``Status/invalidArgument`` if a property is set that belongs to the connections or the pace: `baseURL`,
    ///   `caFile`, `proxy`, `noProxy`, `allowsPlainHTTP`, `clientCertificate`, `clientKey`, `clientKeyPassphrase`,
    ///   `proxyCAFile`, `directoryUserPace`.
    public func with(_ options: ClientOptions = ClientOptions(), key: String? = nil) throws(APIError) -> Client {
        try Client(deriving: key, options, from: self)
    }

    deinit { workosds_client_free(pointer) }

    /// Ends every call of this client in progress, and every listing with a request or a wait in progress, with
    /// ``Status/cancelled``. Calls made afterwards work. Can be called from any thread and from a signal handler.
    public func cancel() { workosds_client_cancel(pointer) }

    /// Closes idle connections.
    public func closeIdle() { workosds_client_close_idle(pointer) }
}

extension Client {
    typealias Pointers = UnsafeMutablePointer<OpaquePointer?>

    /// Calls a function of the header that returns an iterator.
    func start(_ call: (Pointers, Pointers) -> Int32) throws(APIError) -> IteratorHandle {
        var iterator: OpaquePointer?
        var error: OpaquePointer?
        let status = call(&iterator, &error)
        guard let iterator else { throw APIError(status: status, taking: error) }
        return IteratorHandle(iterator, keeping: observer)
    }
}
