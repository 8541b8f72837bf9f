import CWorkOSDS

// Listing, reading, deleting and syncing directories. The `start_` functions return an iterator that has sent nothing
// yet; the others wait for the response.

@implementation @_cdecl("workosds_list_directories")
public func workosds_list_directories(
    _ client: OpaquePointer?, _ query: UnsafePointer<workosds_directory_query>?, _ iterator: HandleOutput,
    _ error: HandleOutput
) -> workosds_status {
    Requests.list(client, iterator, error, .directory) { () throws(Failure) -> ListRequest in
        let given = try Argument.structure(query, default: workosds_directory_query(), "query")
        let filters = try Requests.filters(("organization_id", given.organization_id), ("search", given.search))
        return try Requests.list(
            "/directories", filters, given.limit, given.max_items, given.after, given.before, given.order)
    }
}

@implementation @_cdecl("workosds_get_directory")
public func workosds_get_directory(
    _ client: OpaquePointer?, _ id: UnsafePointer<CChar>?, _ directory: HandleOutput, _ error: HandleOutput
) -> workosds_status {
    Requests.get(client, directory, "directory", error, .directory) { () throws(Failure) -> Request in
        Request(.get, path: "/directories", id: try Argument.id(id))
    }
}

@implementation @_cdecl("workosds_start_get_directory")
public func workosds_start_get_directory(
    _ client: OpaquePointer?, _ id: UnsafePointer<CChar>?, _ iterator: HandleOutput, _ error: HandleOutput
) -> workosds_status {
    Requests.start(client, iterator, error, .directory) { () throws(Failure) -> Request in
        Request(.get, path: "/directories", id: try Argument.id(id))
    }
}

@implementation @_cdecl("workosds_delete_directory")
public func workosds_delete_directory(
    _ client: OpaquePointer?, _ id: UnsafePointer<CChar>?, _ error: HandleOutput
) -> workosds_status {
    Requests.run(client, error) { () throws(Failure) -> Request in try deletion(id) }
}

@implementation @_cdecl("workosds_start_delete_directory")
public func workosds_start_delete_directory(
    _ client: OpaquePointer?, _ id: UnsafePointer<CChar>?, _ iterator: HandleOutput, _ error: HandleOutput
) -> workosds_status {
    Requests.start(client, iterator, error, nil) { () throws(Failure) -> Request in try deletion(id) }
}

@implementation @_cdecl("workosds_request_directory_sync")
public func workosds_request_directory_sync(
    _ client: OpaquePointer?, _ id: UnsafePointer<CChar>?, _ error: HandleOutput
) -> workosds_status {
    Requests.run(client, error) { () throws(Failure) -> Request in try syncRequest(id) }
}

@implementation @_cdecl("workosds_start_request_directory_sync")
public func workosds_start_request_directory_sync(
    _ client: OpaquePointer?, _ id: UnsafePointer<CChar>?, _ iterator: HandleOutput, _ error: HandleOutput
) -> workosds_status {
    Requests.start(client, iterator, error, nil) { () throws(Failure) -> Request in try syncRequest(id) }
}

private func deletion(_ id: UnsafePointer<CChar>?) throws(Failure) -> Request {
    Request(.delete, path: "/directories", id: try Argument.id(id))
}

private func syncRequest(_ id: UnsafePointer<CChar>?) throws(Failure) -> Request {
    Request(.post, path: "/directories", id: try Argument.id(id), then: "/sync")
}
