import CWorkOSDS

// Listing and reading users. Only the listing is paced: the API's rate limit for a directory's users applies to
// /directory_users alone, and `RateLimiters.Owner` names the directory whose limit it is.

@implementation @_cdecl("workosds_list_users")
public func workosds_list_users(
    _ client: OpaquePointer?, _ query: UnsafePointer<workosds_user_query>?, _ iterator: HandleOutput,
    _ error: HandleOutput
) -> workosds_status {
    Requests.list(client, iterator, error, .user) { () throws(Failure) -> ListRequest in
        let given = try Argument.structure(query, default: workosds_user_query(), "query")
        let directory = try Requests.filters(("directory", given.directory))
        let group = try Requests.filters(("group", given.group))
        let others = try Requests.filters(("idp_id", given.idp_id), ("email", given.email))
        // With both the directory is known, and the group does not matter.
        let rateLimit: RateLimiters.Owner
        if let id = directory.first?.value {
            rateLimit = .directory(id)
        } else if let id = group.first?.value {
            rateLimit = .group(id)
        } else {
            // As the API answers 422 to such a request.
            throw .invalidArgument("a listing of users needs directory or group")
        }
        return try Requests.list(
            "/directory_users", directory + group + others, given.limit, given.max_items, given.after, given.before,
            given.order, rateLimit)
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
    Requests.start(client, iterator, error, .user) { () throws(Failure) -> Request in
        Request(.get, path: "/directory_users", id: try Argument.id(id))
    }
}
