/// Times as milliseconds since 1970, and as the API's text: `2026-01-15T12:00:00.000Z`.
struct Timestamp: Comparable, Sendable {
    var milliseconds: Int64

    static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// Saturates at the first and the last representable time.
    static func + (time: Timestamp, milliseconds: Int64) -> Timestamp {
        Timestamp(milliseconds: time.milliseconds.saturating(adding: milliseconds))
    }

    static func - (time: Timestamp, other: Timestamp) -> Int64 {
        time.milliseconds.saturating(subtracting: other.milliseconds)
    }

    static func now() -> Timestamp {
        let time = Clock.realtime()
        return Timestamp(milliseconds: time / 1_000_000)
    }

    var text: String {
        var text: [UInt8] = []
        write(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Times outside of 1970 to 9999 become the nearest one inside.
    func write(to text: inout [UInt8]) {
        let milliseconds = min(max(milliseconds, 0), 253_402_300_799_999)
        let rest = Int(milliseconds % 86_400_000)
        let (year, month, day) = Self.date(days: Int(milliseconds / 86_400_000))
        func append(_ number: Int, _ digits: Int, _ end: Unicode.Scalar) {
            var divisor = 1
            for _ in 1..<digits { divisor *= 10 }
            while divisor > 0 {
                text.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
                divisor /= 10
            }
            text.append(UInt8(ascii: end))
        }
        append(year, 4, "-")
        append(month, 2, "-")
        append(day, 2, "T")
        append(rest / 3_600_000, 2, ":")
        append(rest / 60_000 % 60, 2, ":")
        append(rest / 1000 % 60, 2, ".")
        append(rest % 1000, 3, "Z")
    }

    /// Days since 1970 to a date of the Gregorian calendar, counted in 400-year eras that begin on 1 March.
    static func date(days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
