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

    /// Creates a client. Sends nothing.
    ///
    /// - Parameters:
    ///   - key: The API key, "sk_…". Nil: the environment variable WORKOS_API_KEY.
    ///   - options: Default: all defaults.
    /// - Throws: ``Status/invalidArgument`` for an invalid key, option or environment variable, which the message
    /// names.
    public init(key: String? = nil, options: ClientOptions = ClientOptions()) throws(APIError) {
        let observer = options.onAttempt.map(AttemptObserver.init)
        var strings = ArgumentStrings()
        defer { strings.release() }
        let cKey = try strings.add(key, "the API key")
        var cOptions = try options.cOptions(
            &strings, onAttempt: observer.map { Unmanaged.passUnretained($0).toOpaque() })
        var client: OpaquePointer?
        var error: OpaquePointer?
        let status = workosds_client_new(cKey, &cOptions, &client, &error)
        guard let client else { throw APIError(status: status, taking: error) }
        pointer = client
        self.observer = observer
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
