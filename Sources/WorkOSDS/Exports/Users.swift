import CPlatform
import CWorkOSDS

@implementation @_cdecl("workosds_list_users")
public func workosds_list_users(
    _ client: OpaquePointer?, _ query: UnsafePointer<workosds_user_query>?, _ iterator: HandleOutput,
    _ error: HandleOutput
) -> workosds_status {
    Requests.start(client, iterator, error, .user) { () throws(Failure) -> Job in
        let given = try Argument.structure(query, default: workosds_user_query(), "query")
        let filters = try Requests.filters(
            ("directory", given.directory), ("group", given.group), ("idp_id", given.idp_id), ("email", given.email))
        let directory = try Argument.text(given.directory, "directory")
        let group = try Argument.text(given.group, "group")
        let pace = directory.map { Listing.Pace.directory($0) } ?? group.map { .group($0) }
        if pace == nil { throw .invalidArgument("a listing of users needs directory or group") }
        let query = try Requests.query(given.limit, given.max_items, given.after, given.before, given.order)
        return .list(Listing(path: "/directory_users", query: query, filters: filters, pace: pace))
    }
}

@implementation @_cdecl("workosds_get_user")
public func workosds_get_user(
    _ client: OpaquePointer?, _ id: UnsafePointer<CChar>?, _ user: HandleOutput, _ error: HandleOutput
) -> workosds_status {
    Requests.get(client, user, "user", error, .user) { () throws(Failure) -> Request in
        Request(.get, path: "/directory_users", id: try Argument.id(id))
    }
}

@implementation @_cdecl("workosds_start_get_user")
public func workosds_start_get_user(
    _ client: OpaquePointer?, _ id: UnsafePointer<CChar>?, _ iterator: HandleOutput, _ error: HandleOutput
) -> workosds_status {
    Requests.start(client, iterator, error, .user) { () throws(Failure) -> Job in
        .fetch(Request(.get, path: "/directory_users", id: try Argument.id(id)))
    }
}
