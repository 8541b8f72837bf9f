import CWorkOSDS

/// Single records and actions. An id that is empty, "." or ".." is ``Status/invalidArgument``; one that does not exist is
/// ``Status/notFound``. The functions named `start…` are for event loops: they return at once and send nothing.
extension Client {
    /// Fetches one directory.
    public func directory(_ id: String) throws(APIError) -> Directory {
        try get(id) { workosds_get_directory(pointer, id, $0, $1) }
    }

    /// Fetches one group.
    public func group(_ id: String) throws(APIError) -> Group {
        try get(id) { workosds_get_group(pointer, id, $0, $1) }
    }

    /// Fetches one user.
    public func user(_ id: String) throws(APIError) -> User {
        try get(id) { workosds_get_user(pointer, id, $0, $1) }
    }

    /// Deletes a directory with its groups and users. Returns when the API has accepted it: the directory is in the
    /// state "deleting" until it is gone.
    public func deleteDirectory(_ id: String) throws(APIError) {
        try perform(id) { workosds_delete_directory(pointer, id, $0) }
    }

    /// Requests a sync from the identity provider now (Google Workspace directories). Returns when it is queued.
    /// Throws ``Status/conflict`` within five minutes of the last request.
    public func requestDirectorySync(_ id: String) throws(APIError) {
        try perform(id) { workosds_request_directory_sync(pointer, id, $0) }
    }

    /// ``directory(_:)`` as a listing of one record.
    public func startDirectory(_ id: String) throws(APIError) -> Listing<Directory> {
        try rejectNUL(in: id, "the id")
        return Listing(try start { workosds_start_get_directory(pointer, id, $0, $1) })
    }

    /// ``group(_:)`` as a listing of one record.
    public func startGroup(_ id: String) throws(APIError) -> Listing<Group> {
        try rejectNUL(in: id, "the id")
        return Listing(try start { workosds_start_get_group(pointer, id, $0, $1) })
    }

    /// ``user(_:)`` as a listing of one record.
    public func startUser(_ id: String) throws(APIError) -> Listing<User> {
        try rejectNUL(in: id, "the id")
        return Listing(try start { workosds_start_get_user(pointer, id, $0, $1) })
    }

    /// ``deleteDirectory(_:)`` for event loops.
    public func startDeleteDirectory(_ id: String) throws(APIError) -> DirectoryRequest {
        try rejectNUL(in: id, "the id")
        return DirectoryRequest(try start { workosds_start_delete_directory(pointer, id, $0, $1) })
    }

    /// ``requestDirectorySync(_:)`` for event loops.
    public func startDirectorySync(_ id: String) throws(APIError) -> DirectoryRequest {
        try rejectNUL(in: id, "the id")
        return DirectoryRequest(try start { workosds_start_request_directory_sync(pointer, id, $0, $1) })
    }

    private func get<Record: WrappedRecord>(
        _ id: String, _ call: (Pointers, Pointers) -> Int32
    ) throws(APIError) -> Record {
        try rejectNUL(in: id, "the id")
        var record: OpaquePointer?
        var error: OpaquePointer?
        let status = call(&record, &error)
        guard let record else { throw APIError(status: status, taking: error) }
        return Record(taking: record)
    }

    private func perform(_ id: String, _ call: (Pointers) -> Int32) throws(APIError) {
        try rejectNUL(in: id, "the id")
        var error: OpaquePointer?
        let status = call(&error)
        if status != Status.ok.rawValue { throw APIError(status: status, taking: error) }
    }
}
