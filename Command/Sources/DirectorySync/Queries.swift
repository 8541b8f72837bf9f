import CWorkOSDS

public enum Order: String, Sendable, CaseIterable {
    case asc, desc
}

/// Which part of a listing, and in which order.
public struct Paging: Sendable {
    /// The page size, 1 ... 100; nil: 100. It does not limit how many records come: `maxItems` does.
    public var limit: Int?
    /// Stop after so many records; nil: all.
    public var maxItems: Int?
    /// A cursor to start after.
    public var after: String?
    /// A cursor to start before, paging backwards. Not with `after`, not with events.
    public var before: String?
    /// By creation time; nil: newest first. Events are always listed oldest first: `.desc` is refused there.
    public var order: Order?

    public init(
        limit: Int? = nil, maxItems: Int? = nil, after: String? = nil, before: String? = nil, order: Order? = nil
    ) {
        self.limit = limit
        self.maxItems = maxItems
        self.after = after
        self.before = before
        self.order = order
    }

    fileprivate func fill<Query: PagedQuery>(_ query: inout Query, _ strings: inout ArgumentStrings) throws(APIError) {
        query.struct_size = MemoryLayout<Query>.size
        query.limit = Int32(clamping: try positive(limit.map(Int64.init), "limit"))
        query.max_items = try positive(maxItems.map(Int64.init), "the largest number of records")
        query.after = try strings.add(after, "after")
        query.order = try strings.add(order?.rawValue, "order")
    }
}

/// The members that every query of the library has.
private protocol PagedQuery {
    var struct_size: Int { get set }
    var limit: Int32 { get set }
    var max_items: Int64 { get set }
    var after: UnsafePointer<CChar>! { get set }
    var order: UnsafePointer<CChar>! { get set }
}

extension workosds_directory_query: PagedQuery {}
extension workosds_group_query: PagedQuery {}
extension workosds_user_query: PagedQuery {}
extension workosds_event_query: PagedQuery {}

public struct DirectoryQuery: Sendable {
    public var paging: Paging
    public var organizationID: String?
    /// Only directories whose name matches.
    public var search: String?

    public init(organizationID: String? = nil, search: String? = nil, paging: Paging = Paging()) {
        self.organizationID = organizationID
        self.search = search
        self.paging = paging
    }

    func cQuery(_ strings: inout ArgumentStrings) throws(APIError) -> workosds_directory_query {
        var query = workosds_directory_query()
        try paging.fill(&query, &strings)
        query.before = try strings.add(paging.before, "before")
        query.organization_id = try strings.add(organizationID, "the organization's id")
        query.search = try strings.add(search, "search")
        return query
    }
}

/// The groups of a directory, or those a user is in.
public struct GroupQuery: Sendable {
    public var paging: Paging
    public var directory: String?
    public var user: String?

    public init(directory: String? = nil, user: String? = nil, paging: Paging = Paging()) {
        self.directory = directory
        self.user = user
        self.paging = paging
    }

    func cQuery(_ strings: inout ArgumentStrings) throws(APIError) -> workosds_group_query {
        var query = workosds_group_query()
        try paging.fill(&query, &strings)
        query.before = try strings.add(paging.before, "before")
        query.directory = try strings.add(directory, "the directory's id")
        query.user = try strings.add(user, "the user's id")
        return query
    }
}

/// The users of a directory, of a group, or of both.
public struct UserQuery: Sendable {
    public var paging: Paging
    public var directory: String?
    public var group: String?
    /// The id at the identity provider; the API wants `directory` with it.
    public var idpID: String?
    /// The API wants `directory` with it.
    public var email: String?

    public init(
        directory: String? = nil, group: String? = nil, idpID: String? = nil, email: String? = nil,
        paging: Paging = Paging()
    ) {
        self.directory = directory
        self.group = group
        self.idpID = idpID
        self.email = email
        self.paging = paging
    }

    func cQuery(_ strings: inout ArgumentStrings) throws(APIError) -> workosds_user_query {
        var query = workosds_user_query()
        try paging.fill(&query, &strings)
        query.before = try strings.add(paging.before, "before")
        query.directory = try strings.add(directory, "the directory's id")
        query.group = try strings.add(group, "the group's id")
        query.idp_id = try strings.add(idpID, "the id at the identity provider")
        query.email = try strings.add(email, "the email address")
        return query
    }
}

public struct EventQuery: Sendable {
    /// `before` is refused: the API has none for events.
    public var paging: Paging
    /// Event names; empty: every dsync event.
    public var events: [String]
    public var organizationID: String?
    /// From this time on, and up to this one (ISO 8601). The API keeps 90 days and answers for 30 at a time. It holds
    /// each event back for a few seconds: never use the id of an event that came by webhook as `after`, and a listing
    /// right after a webhook may be empty. `rangeStart` and `after` exclude each other.
    public var rangeStart: String?
    public var rangeEnd: String?

    public init(
        events: [String] = [], organizationID: String? = nil, rangeStart: String? = nil, rangeEnd: String? = nil,
        paging: Paging = Paging()
    ) {
        self.events = events
        self.organizationID = organizationID
        self.rangeStart = rangeStart
        self.rangeEnd = rangeEnd
        self.paging = paging
    }

    func cQuery(_ strings: inout ArgumentStrings) throws(APIError) -> workosds_event_query {
        if paging.before != nil { throw APIError(invalidArgument: "events are not listed backwards from a cursor") }
        var query = workosds_event_query()
        try paging.fill(&query, &strings)
        query.events = try strings.add(events.isEmpty ? nil : events.joined(separator: ","), "events")
        query.organization_id = try strings.add(organizationID, "the organization's id")
        query.range_start = try strings.add(rangeStart, "range_start")
        query.range_end = try strings.add(rangeEnd, "range_end")
        return query
    }
}
