import Glibc
import WorkOSDirectorySync

/// Lists events repeatedly, each time after the last one seen.
final class FollowingRun {
    static let standardPollSeconds = 10.0
    /// How many ids are remembered to detect events that the API sends twice.
    private static let remembered = 10_000

    private let session: Session
    private let run: ListingRun<Event>
    private let poll: Duration
    private let fromNow: FollowingFromNow?
    private var seen: Set<String> = []
    private var order: [String] = []

    init(_ session: Session, _ run: ListingRun<Event>, poll: Duration, from start: FollowStart) {
        self.session = session
        self.run = run
        self.poll = poll
        fromNow = start == .now ? FollowingFromNow(at: Self.now()) : nil
    }

    /// Returns after `maxItems`. Throws on any error until the first listing is complete, later only on errors that are
    /// not retryable.
    func follow(_ query: EventQuery) throws {
        var query = query
        let most = query.paging.maxItems ?? .max
        var lastListed: FollowingFromNow.Moment?
        query.paging.maxItems = nil  // counted here, without the events that are left out
        while true {
            let asked = Self.now()
            if fromNow != nil, run.writtenCursor == nil {
                query.rangeStart = FollowingFromNow.rangeStart(at: lastListed ?? asked)
            }
            do {
                try run.carry(session.client.listEvents(query), most: most - run.count, where: isNew)
                lastListed = asked
            } catch let failure as ListingFailure {
                guard lastListed != nil, let error = failure.cause as? APIError, error.isRetryable else {
                    throw failure
                }
                session.progress.printLine("\(error.message); trying again in \(poll)")
            }
            if run.count == most { return try run.finish() }
            if let cursor = run.writtenCursor {
                query.paging.after = cursor
                query.rangeStart = nil
            }
            let next = ContinuousClock.now + poll
            session.progress.waiting(for: "following", until: next)
            try run.reportingCursor { try session.wait(until: next) }
        }
    }

    private static func now() -> FollowingFromNow.Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let milliseconds = Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
        return FollowingFromNow.Moment(wallMilliseconds: milliseconds, instant: .now)
    }

    private func isNew(_ event: Event) -> Bool {
        guard isFirst(event) else { return false }
        return fromNow.map { !$0.isOlder(event.createdAt, at: Self.now()) } ?? true
    }

    private func isFirst(_ event: Event) -> Bool {
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
