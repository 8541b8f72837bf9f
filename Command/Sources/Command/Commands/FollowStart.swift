import ArgumentParser
import Glibc
import WorkOSDirectorySync

/// Where a listing of events begins without a cursor or a time.
enum FollowStart: String, CaseIterable, ExpressibleByArgument {
    case now, oldest
}

/// Following from now on. The API has no request for the newest event, and holds events back for some seconds.
/// Therefore the listing begins in the past, and events older than the start are left out.
struct FollowingFromNow {
    /// How far back a listing begins until there is a cursor. More than the API's hold-back and the error of this
    /// machine's clock.
    static let marginMilliseconds: Int64 = 300_000
    /// After this time an event seen for the first time is new, whatever its `created_at`: this clock may be ahead.
    static let settlingMilliseconds: Int64 = 15_000

    private let start: Moment

    init(at start: Moment) { self.start = start }

    /// The `range_start` of a listing that begins at `moment`.
    static func rangeStart(at moment: Moment) -> String {
        timestampText(milliseconds: moment.wallMilliseconds - marginMilliseconds)
    }

    func isOlder(_ createdAt: String?, at moment: Moment) -> Bool {
        guard milliseconds(from: start.instant, to: moment.instant) < Self.settlingMilliseconds,
            let createdAt, let created = timestampMilliseconds(createdAt)
        else { return false }
        return created < start.wallMilliseconds
    }

    /// A time by the system clock, which may be wrong, and by the monotonic clock.
    struct Moment {
        let wallMilliseconds: Int64
        let instant: ContinuousClock.Instant
    }
}

/// Milliseconds since 1970 in the API's format: "2026-01-15T12:00:00.000Z".
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
