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

    func matches(_ event: Event) -> Bool {
        guard names.contains(event.name), organization == nil || event.organization == organization else {
            return false
        }
        // One by one: the clock of who wrote the times may be off.
        return start.map { event.created >= $0 } != false && end.map { event.created < $0 } != false
    }
}
