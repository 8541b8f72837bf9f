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
        self.init(
            names: Set(names),
            organization: request.query("organization_id"),
            start: try Self.time("range_start", of: request),
            end: try Self.time("range_end", of: request)
        )
    }

    func matches(_ event: Event) -> Bool {
        names.contains(event.name) && (organization == nil || event.organization == organization)
    }

    /// As recorded.
    private static let noNames = Problem.message(
        400,
        "One or more event names (e.g. dsync.user.created) must be provided using the events parameter.",
        code: "invalid_events_request"
    )

    private static func time(_ name: String, of request: Request) throws(Problem) -> Timestamp? {
        guard let text = request.query(name) else { return nil }
        guard let time = Timestamp(text: text) else {
            throw .invalid([.init(name, "\(name) must be an ISO 8601 time in UTC, like 2026-01-15T12:00:00.000Z.")])
        }
        return time
    }
}
