import ArgumentParser
import DirectorySync

/// Where a listing of events begins that names neither a cursor nor a time.
enum FollowStart: String, CaseIterable, ExpressibleByArgument {
    case now, oldest
}

/// Following from now on. The API cannot be asked for its newest event, and holds events back for some seconds: the
/// listing begins some time ago, and what is older than the start is left out.
struct FollowingFromNow {
    /// How far back each listing reaches until there is a cursor: more than the API holds back, and than this
    /// machine's clock is ahead.
    static let marginMilliseconds: Int64 = 300_000
    /// After this what comes for the first time is new, whatever its time says: this clock may be ahead.
    static let settlingMilliseconds: Int64 = 15_000

    private let start: Moment

    init(at start: Moment) { self.start = start }

    /// For a listing that begins at a moment.
    static func rangeStart(at moment: Moment) -> String {
        timestampText(milliseconds: moment.wallMilliseconds - marginMilliseconds)
    }

    func isOlder(_ createdAt: String?, at moment: Moment) -> Bool {
        guard milliseconds(from: start.instant, to: moment.instant) < Self.settlingMilliseconds,
            let createdAt, let created = timestampMilliseconds(createdAt)
        else { return false }
        return created < start.wallMilliseconds
    }

    /// By the machine's clock, which may be wrong, and by one that only goes forwards.
    struct Moment {
        let wallMilliseconds: Int64
        let instant: ContinuousClock.Instant
    }
}
