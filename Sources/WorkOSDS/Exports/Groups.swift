import CWorkOSDS

// Listing and reading groups, and the accessors of `workosds_group`.

@implementation @_cdecl("workosds_list_groups")
public func workosds_list_groups(
    _ client: OpaquePointer?, _ query: UnsafePointer<workosds_group_query>?, _ iterator: HandleOutput,
    _ error: HandleOutput
) -> workosds_status {
    Requests.list(client, iterator, error, .group) { () throws(Failure) -> ListRequest in
        let given = try Argument.structure(query, default: workosds_group_query(), "query")
        let filters = try Requests.filters(("directory", given.directory), ("user", given.user))
        // The API answers 422 without one of them, after a round trip.
        if filters.isEmpty { throw .invalidArgument("a listing of groups needs directory or user") }
        return try Requests.list(
            "/directory_groups", filters, given.limit, given.max_items, given.after, given.before, given.order)
    }
}

@implementation @_cdecl("workosds_get_group")
public func workosds_get_group(
    _ client: OpaquePointer?, _ id: UnsafePointer<CChar>?, _ group: HandleOutput, _ error: HandleOutput
) -> workosds_status {
    Requests.get(client, group, "group", error, .group) { () throws(Failure) -> Request in
        Request(.get, path: "/directory_groups", id: try Argument.id(id))
    }
}

@implementation @_cdecl("workosds_start_get_group")
public func workosds_start_get_group(
    _ client: OpaquePointer?, _ id: UnsafePointer<CChar>?, _ iterator: HandleOutput, _ error: HandleOutput
) -> workosds_status {
    Requests.start(client, iterator, error, .group) { () throws(Failure) -> Request in
        Request(.get, path: "/directory_groups", id: try Argument.id(id))
    }
}

@implementation @_cdecl("workosds_group_id")
public func workosds_group_id(_ group: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(group, GroupField.id)
}

@implementation @_cdecl("workosds_group_idp_id")
public func workosds_group_idp_id(_ group: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(group, GroupField.idpID)
}

@implementation @_cdecl("workosds_group_directory_id")
public func workosds_group_directory_id(_ group: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(group, GroupField.directoryID)
}

@implementation @_cdecl("workosds_group_organization_id")
public func workosds_group_organization_id(_ group: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(group, GroupField.organizationID)
}

@implementation @_cdecl("workosds_group_name")
public func workosds_group_name(_ group: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(group, GroupField.name)
}

@implementation @_cdecl("workosds_group_created_at")
public func workosds_group_created_at(_ group: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(group, GroupField.createdAt)
}

@implementation @_cdecl("workosds_group_updated_at")
public func workosds_group_updated_at(_ group: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(group, GroupField.updatedAt)
}

@implementation @_cdecl("workosds_group_raw_attributes_json")
public func workosds_group_raw_attributes_json(_ group: OpaquePointer?) -> UnsafeMutablePointer<CChar>? {
    Accessor.fieldJSON(group, GroupField.rawAttributes)
}

@implementation @_cdecl("workosds_group_json")
public func workosds_group_json(_ group: OpaquePointer?) -> UnsafeMutablePointer<CChar>? { Accessor.json(group) }

@implementation @_cdecl("workosds_group_copy")
public func workosds_group_copy(_ group: OpaquePointer?) -> OpaquePointer? { Accessor.copy(group) }

@implementation @_cdecl("workosds_group_free")
public func workosds_group_free(_ group: OpaquePointer?) { Handle.free(group) }
