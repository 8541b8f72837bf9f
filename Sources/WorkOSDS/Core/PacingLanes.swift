/// The lanes of a client, by name. Most have one or a few: a search through them takes less code than a dictionary,
/// and no time that a request would notice.
struct PacingLanes {
    private var lanes: [(name: [UInt8], lane: PacingLane)] = []

    private static let most = 1024

    /// Asks for permission to send now.
    mutating func request(_ name: [UInt8], rate: Int, now: Int64) -> PacingLane.Turn {
        if let index = index(of: name) { return lanes[index].lane.request(now: now) }
        if lanes.count >= Self.most { lanes.removeAll { $0.lane.isIdle(now: now) } }
        var lane = PacingLane(rate: rate)
        defer { lanes.append((name, lane)) }
        return lane.request(now: now)
    }

    mutating func answered(_ name: [UInt8], ticket: Int, now: Int64, limited: Bool) {
        guard let index = index(of: name) else { return }
        lanes[index].lane.answered(ticket: ticket, now: now, limited: limited)
    }

    func spacing(_ name: [UInt8]) -> Int64? {
        index(of: name).flatMap { lanes[$0].lane.spacing }
    }

    private func index(of name: [UInt8]) -> Int? {
        lanes.firstIndex { $0.name == name }
    }
}
