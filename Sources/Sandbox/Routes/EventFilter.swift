/// Which events `GET /events` is to list.
struct EventFilter: Sendable {
    let names: Set<String>
    let organization: String?
    /// The first moment of the range, and the first one after it: ranges that meet have no event in common.
    let start: Timestamp?
    let end: Timestamp?

    init(names: Set<String>, organization: String? = nil, start: Timestamp? = nil, end: Timestamp? = nil) {
        self.names = names
        self.organization = organization
        self.start = start
        self.end = end
    }

    init(_ request: Request) throws(Problem) {
        let names = request.values("events").flatMap { $0.split(separator: ",") }.map(String.init)
        guard !names.isEmpty else { throw Self.noNames }
        if request.filter("range_start") != nil, request.filter("after") != nil {
            let code = #"Please provide only one of "range_start" and "after"."#
            throw .invalid([.init("range_start", code), .init("after", code)])
        }
        self.init(
            names: Set(names),
            organization: request.query("organization_id"),
            start: try request.time("range_start"),
            end: try request.time("range_end")
        )
    }

    func matches(_ event: Event) -> Bool {
        guard names.contains(event.name), organization == nil || event.organization == organization else {
            return false
        }
        // One by one: the clock of who wrote the times may be off.
        return start.map { event.created >= $0 } != false && end.map { event.created < $0 } != false
    }

    /// As recorded.
    private static let noNames = Problem.message(
        400,
        "One or more event names (e.g. dsync.user.created) must be provided using the events parameter.",
        code: "invalid_events_request"
    )
}
