import ArgumentParser
import Glibc
import WorkOSDirectorySync

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

/// Milliseconds since 1970 as the API takes a time: "2026-01-15T12:00:00.000Z".
private func timestampText(milliseconds: Int64) -> String {
    let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    var time = time_t(seconds)
    var parts = tm()
    gmtime_r(&time, &parts)
    let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 40) { buffer in
        strftime(buffer.baseAddress, buffer.count, "%Y-%m-%dT%H:%M:%S", &parts)
        return String(cString: buffer.baseAddress!)
    }
    let fraction = String(rest)
    return text + "." + String(repeating: "0", count: max(0, 3 - fraction.count)) + fraction + "Z"
}
