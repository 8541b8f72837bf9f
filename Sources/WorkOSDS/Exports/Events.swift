import CWorkOSDS

// Listing events, and the accessors of `workosds_event`. The records inside an event are borrowed from it, and live as
// long as it does.

@implementation @_cdecl("workosds_list_events")
public func workosds_list_events(
    _ client: OpaquePointer?, _ query: UnsafePointer<workosds_event_query>?, _ iterator: HandleOutput,
    _ error: HandleOutput
) -> workosds_status {
    Requests.list(client, iterator, error, .event) { () throws(Failure) -> ListRequest in
        let given = try Argument.structure(query, default: workosds_event_query(), "query")
        let names = EventNames.split(try Argument.text(given.events, "events"))
        let filters = try Requests.filters(("organization_id", given.organization_id))
        let after = try Argument.text(given.after, "after")
        // No `before`: the API pages events only forwards.
        let range = try EventRange(
            start: try Argument.text(given.range_start, "range_start"),
            end: try Argument.text(given.range_end, "range_end"), hasCursor: after != nil)
        return try ListRequest.checked(
            path: "/events", filters: [QueryParameter(name: "events", items: names)] + filters, limit: given.limit,
            maximumItems: given.max_items, after: after, before: nil, order: try Argument.text(given.order, "order"),
            isOfEvents: true, range: range)
    }
}

@implementation @_cdecl("workosds_event_id")
public func workosds_event_id(_ event: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(event, EventField.id)
}

@implementation @_cdecl("workosds_event_type")
public func workosds_event_type(_ event: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(event, EventField.event)
}

@implementation @_cdecl("workosds_event_created_at")
public func workosds_event_created_at(_ event: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(event, EventField.createdAt)
}

@implementation @_cdecl("workosds_event_directory_id")
public func workosds_event_directory_id(_ event: OpaquePointer?) -> UnsafePointer<CChar>? {
    Handle.readOrMake(event, nil) { (event: Record) in event.eventContent?.directoryID }
}

@implementation @_cdecl("workosds_event_organization_id")
public func workosds_event_organization_id(_ event: OpaquePointer?) -> UnsafePointer<CChar>? {
    Handle.readOrMake(event, nil) { (event: Record) in event.eventContent?.organizationID }
}

@implementation @_cdecl("workosds_event_user")
public func workosds_event_user(_ event: OpaquePointer?) -> OpaquePointer? {
    Handle.readOrMake(event, nil) { (event: Record) in event.eventContent?.user.map { Handle.borrow($0) } }
}

@implementation @_cdecl("workosds_event_group")
public func workosds_event_group(_ event: OpaquePointer?) -> OpaquePointer? {
    Handle.readOrMake(event, nil) { (event: Record) in event.eventContent?.group.map { Handle.borrow($0) } }
}

@implementation @_cdecl("workosds_event_directory")
public func workosds_event_directory(_ event: OpaquePointer?) -> OpaquePointer? {
    Handle.readOrMake(event, nil) { (event: Record) in event.eventContent?.directory.map { Handle.borrow($0) } }
}

@implementation @_cdecl("workosds_event_data_json")
public func workosds_event_data_json(_ event: OpaquePointer?) -> UnsafeMutablePointer<CChar>? {
    Accessor.fieldJSON(event, EventField.data)
}

@implementation @_cdecl("workosds_event_context_json")
public func workosds_event_context_json(_ event: OpaquePointer?) -> UnsafeMutablePointer<CChar>? {
    Accessor.fieldJSON(event, EventField.context)
}

@implementation @_cdecl("workosds_event_previous_attributes_json")
public func workosds_event_previous_attributes_json(_ event: OpaquePointer?) -> UnsafeMutablePointer<CChar>? {
    Handle.readOrMake(event, nil) { (event: Record) in
        event.eventContent?.previousAttributes.flatMap { event.json(at: $0) }
    }
}

@implementation @_cdecl("workosds_event_json")
public func workosds_event_json(_ event: OpaquePointer?) -> UnsafeMutablePointer<CChar>? { Accessor.json(event) }

@implementation @_cdecl("workosds_event_copy")
public func workosds_event_copy(_ event: OpaquePointer?) -> OpaquePointer? { Accessor.copy(event) }

@implementation @_cdecl("workosds_event_free")
public func workosds_event_free(_ event: OpaquePointer?) { Handle.free(event) }
