/// Which events `GET /events` lists.
struct EventFilter: Sendable {
    let names: Set<String>
    let organization: String?
    /// The start is included and the end is not: adjacent ranges have no event in common.
    let start: Timestamp?
    let end: Timestamp?

    init(names: Set<String>, organization: String? = nil, start: Timestamp? = nil, end: Timestamp? = nil) {
        self.names = names
        self.organization = organization
        self.start = start
        self.end = end
    }

    func matches(_ event: Event) -> Bool {
        guard names.contains(event.name), organization == nil || event.organization == organization else {
            return false
        }
        // Not a binary search: with a skewed clock the times are not in order.
        return start.map { event.created >= $0 } != false && end.map { event.created < $0 } != false
    }
}
