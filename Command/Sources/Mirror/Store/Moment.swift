import DirectorySync
import Foundation

/// A time as the file has it: "2026-01-15T12:00:00.000Z", in UTC like the API's own.
struct Moment: Comparable {
    let milliseconds: Int64

    init(milliseconds: Int64) { self.milliseconds = milliseconds }

    init?(_ text: String?) {
        guard let text, let milliseconds = timestampMilliseconds(text) else { return nil }
        self.milliseconds = milliseconds
    }

    static var now: Moment { Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }

    static func < (one: Moment, other: Moment) -> Bool { one.milliseconds < other.milliseconds }

    /// What no Int64 holds is the first or the last moment there is.
    func advanced(seconds: Double) -> Moment {
        let moved = Double(milliseconds) + seconds * 1000
        return Moment(milliseconds: Int64(exactly: moved.rounded()) ?? (moved < 0 ? .min : .max))
    }

    /// Seconds from then to this.
    func since(_ then: Moment) -> Double { Double(milliseconds - then.milliseconds) / 1000 }

    var text: String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000)
            .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
