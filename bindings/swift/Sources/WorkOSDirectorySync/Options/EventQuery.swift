import CWorkOSDS

/// Which events to list. By default all that the API keeps.
///
/// Times are in any form that ``timestampMilliseconds(_:)`` accepts. The API keeps events for 90 days and lists at most
/// 30 days at a time.
public struct EventQuery: Sendable {
    /// `after` is the id of the last event that was handled. `before` is rejected: the API has none for events.
    public var paging: Paging
    /// Event names; see ``EventName``. Empty: all of them.
    public var events: [String]
    /// Only events of this organization.
    public var organizationID: String?
    /// Only events from this time on. Cannot be combined with `after`.
    public var rangeStart: String?
    /// Only events up to this time. Can be combined with `after`.
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
        if paging.before != nil { throw APIError(invalidArgument: "before cannot be used with events") }
        var query = workosds_event_query()
        try paging.fill(&query, &strings)
        query.events = try strings.add(events.isEmpty ? nil : events.joined(separator: ","), "events")
        query.organization_id = try strings.add(organizationID, "organizationID")
        query.range_start = try strings.add(rangeStart, "rangeStart")
        query.range_end = try strings.add(rangeEnd, "rangeEnd")
        return query
    }
}
