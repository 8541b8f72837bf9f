import Glibc
import WorkOSDirectorySync

/// A time in the file's format, which is the API's: "2026-01-15T12:00:00.000Z".
struct Moment: Comparable {
    /// The range of years with four digits.
    private static let earliest: Int64 = -62_135_596_800_000
    private static let latest: Int64 = 253_402_300_799_999

    let milliseconds: Int64

    init(milliseconds: Int64) { self.milliseconds = min(max(milliseconds, Self.earliest), Self.latest) }

    init?(_ text: String?) {
        guard let text, let milliseconds = timestampMilliseconds(text) else { return nil }
        self.init(milliseconds: milliseconds)
    }

    static var now: Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Moment(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    static func < (one: Moment, other: Moment) -> Bool { one.milliseconds < other.milliseconds }

    /// Saturates, because an unlimited duration is also a number of seconds.
    func advanced(seconds: Double) -> Moment {
        let moved = Double(milliseconds) + seconds * 1000
        if moved.isNaN { return self }
        return Moment(milliseconds: Int64(min(max(moved, Double(Self.earliest)), Double(Self.latest))))
    }

    /// Seconds since another time.
    func since(_ then: Moment) -> Double { Double(milliseconds - then.milliseconds) / 1000 }

    var text: String {
        var seconds = time_t(milliseconds / 1000)
        var rest = Int(milliseconds % 1000)
        if rest < 0 {
            rest += 1000
            seconds -= 1
        }
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let date = [
            padded(Int(parts.tm_year) + 1900, 4), padded(Int(parts.tm_mon) + 1, 2), padded(Int(parts.tm_mday), 2),
        ]
        let time = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { padded(Int($0), 2) }
        return "\(date.joined(separator: "-"))T\(time.joined(separator: ":")).\(padded(rest, 3))Z"
    }
}
