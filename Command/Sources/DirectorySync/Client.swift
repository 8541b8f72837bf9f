import CWorkOSDS

/// A client of the API, for any number of threads at once. The library's client is freed with it; listings keep it.
public final class Client: @unchecked Sendable {
    let pointer: OpaquePointer
    private let observer: AttemptObserver?

    /// Sends nothing. `key` nil: the environment variable WORKOS_API_KEY.
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

    /// Ends every call now inside the library, and every listing with a request or a wait under way. Any thread.
    public func cancel() { workosds_client_cancel(pointer) }

    /// Closes the connections that nobody uses at the moment.
    public func closeIdle() { workosds_client_close_idle(pointer) }

    // MARK: - Listings; nothing is sent before their first `next`

    public func listDirectories(_ query: DirectoryQuery = DirectoryQuery()) throws(APIError) -> Listing<Directory> {
        var strings = ArgumentStrings()
        defer { strings.release() }
        var cQuery = try query.cQuery(&strings)
        return Listing(try start { workosds_list_directories(pointer, &cQuery, $0, $1) })
    }

    public func listGroups(_ query: GroupQuery) throws(APIError) -> Listing<Group> {
        var strings = ArgumentStrings()
        defer { strings.release() }
        var cQuery = try query.cQuery(&strings)
        return Listing(try start { workosds_list_groups(pointer, &cQuery, $0, $1) })
    }

    public func listUsers(_ query: UserQuery) throws(APIError) -> Listing<User> {
        var strings = ArgumentStrings()
        defer { strings.release() }
        var cQuery = try query.cQuery(&strings)
        return Listing(try start { workosds_list_users(pointer, &cQuery, $0, $1) })
    }

    public func listEvents(_ query: EventQuery = EventQuery()) throws(APIError) -> Listing<Event> {
        var strings = ArgumentStrings()
        defer { strings.release() }
        var cQuery = try query.cQuery(&strings)
        return Listing(try start { workosds_list_events(pointer, &cQuery, $0, $1) })
    }

    // MARK: - One record; it does not depend on the client

    public func directory(_ id: String) throws(APIError) -> Directory {
        try get(id) { workosds_get_directory(pointer, id, $0, $1) }
    }

    public func group(_ id: String) throws(APIError) -> Group {
        try get(id) { workosds_get_group(pointer, id, $0, $1) }
    }

    public func user(_ id: String) throws(APIError) -> User {
        try get(id) { workosds_get_user(pointer, id, $0, $1) }
    }

    /// The same as listings of one record, for event loops.
    public func startDirectory(_ id: String) throws(APIError) -> Listing<Directory> {
        try refuseNUL(in: id, "the id")
        return Listing(try start { workosds_start_get_directory(pointer, id, $0, $1) })
    }

    public func startGroup(_ id: String) throws(APIError) -> Listing<Group> {
        try refuseNUL(in: id, "the id")
        return Listing(try start { workosds_start_get_group(pointer, id, $0, $1) })
    }

    public func startUser(_ id: String) throws(APIError) -> Listing<User> {
        try refuseNUL(in: id, "the id")
        return Listing(try start { workosds_start_get_user(pointer, id, $0, $1) })
    }

    // MARK: - Requests without a record

    /// Returns when the API has accepted it: the directory goes a moment later.
    public func deleteDirectory(_ id: String) throws(APIError) {
        try refuseNUL(in: id, "the id")
        try check { workosds_delete_directory(pointer, id, $0) }
    }

    public func requestDirectorySync(_ id: String) throws(APIError) {
        try refuseNUL(in: id, "the id")
        try check { workosds_request_directory_sync(pointer, id, $0) }
    }

    public func startDeleteDirectory(_ id: String) throws(APIError) -> DirectoryRequest {
        try refuseNUL(in: id, "the id")
        return DirectoryRequest(try start { workosds_start_delete_directory(pointer, id, $0, $1) })
    }

    public func startDirectorySync(_ id: String) throws(APIError) -> DirectoryRequest {
        try refuseNUL(in: id, "the id")
        return DirectoryRequest(try start { workosds_start_request_directory_sync(pointer, id, $0, $1) })
    }

    // MARK: -

    private typealias Pointers = UnsafeMutablePointer<OpaquePointer?>

    private func start(_ call: (Pointers, Pointers) -> Int32) throws(APIError) -> IteratorHandle {
        var iterator: OpaquePointer?
        var error: OpaquePointer?
        let status = call(&iterator, &error)
        guard let iterator else { throw APIError(status: status, taking: error) }
        return IteratorHandle(iterator, of: self)
    }

    private func get<Element: APIRecord>(
        _ id: String, _ call: (Pointers, Pointers) -> Int32
    ) throws(APIError) -> Element {
        try refuseNUL(in: id, "the id")
        var record: OpaquePointer?
        var error: OpaquePointer?
        let status = call(&record, &error)
        guard let record else { throw APIError(status: status, taking: error) }
        return Element(ownedRecord: record)
    }

    private func check(_ call: (Pointers) -> Int32) throws(APIError) {
        var error: OpaquePointer?
        let status = call(&error)
        if status != Status.ok.rawValue { throw APIError(status: status, taking: error) }
    }
}
