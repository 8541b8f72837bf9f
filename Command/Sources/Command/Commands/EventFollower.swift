import DirectorySync

/// Lists events again and again, each time after the last one that was written.
final class EventFollower {
    static let standardPollSeconds = 10.0
    /// How many ids are remembered: the API may send an event twice.
    private static let remembered = 10_000

    private let session: Session
    private let run: ListingRun<Event>
    private let poll: Duration
    private var seen: Set<String> = []
    private var order: [String] = []

    init(_ session: Session, _ run: ListingRun<Event>, poll: Duration) {
        self.session = session
        self.run = run
        self.poll = poll
    }

    /// Ends after `maxItems`, or with an error: any before the first listing was whole, later only one that does not
    /// pass by itself.
    func follow(_ query: EventQuery) throws {
        var query = query
        var left = query.paging.maxItems
        var hasListed = false
        while left != 0 {
            query.paging.maxItems = left
            do {
                let came = try run.carry(session.client.listEvents(query), where: isNew)
                hasListed = true
                left = left.map { max(0, $0 - came) }
            } catch let failure as ListingFailure {
                guard hasListed, let error = failure.cause as? APIError, error.isRetryable else { throw failure }
                session.progress.printLine("\(error.message); asking again in \(poll)")
            }
            if left == 0 { break }
            if let cursor = run.writtenCursor {
                query.paging.after = cursor
                query.rangeStart = nil
            }
            let next = ContinuousClock.now + poll
            session.progress.waiting(for: "following", until: next)
            try run.reportingCursor { try session.wait(until: next) }
        }
        try run.finish()
    }

    private func isNew(_ event: Event) -> Bool {
        guard let id = event.id else { return true }
        guard seen.insert(id).inserted else { return false }
        order.append(id)
        if order.count >= 2 * Self.remembered {
            order.prefix(Self.remembered).forEach { seen.remove($0) }
            order.removeFirst(Self.remembered)
        }
        return true
    }
}
