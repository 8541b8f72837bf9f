/// A date and time of day in UTC. Not libc's functions: timegm is not in C99, gmtime has no milliseconds, and neither
/// checks the day of a month. The arithmetic is from https://howardhinnant.github.io/date_algorithms.html.
///
/// The fields are as written and can be out of range; `milliseconds` checks them. Int64 throughout, so that no
/// conversion can trap.
struct CalendarTime {
    var year: Int64
    var month: Int64
    var day: Int64
    var hour: Int64 = 0
    var minute: Int64 = 0
    var second: Int64 = 0
    var millisecond: Int64 = 0
    /// The offset from UTC in minutes.
    var offset: Int64 = 0

    /// Milliseconds since 1970-01-01 in the Gregorian calendar; nil if a field is out of range. A second of 60, a leap
    /// second (RFC 3339, section 5.7), is the first second of the next minute.
    var milliseconds: Int64? {
        guard (0...9999).contains(year), (1...12).contains(month), day >= 1, day <= daysInMonth,
            (0...23).contains(hour),
            (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        let minutes = (daysSince1970 &* 24 &+ hour) &* 60 &+ minute &- offset
        return (minutes &* 60 &+ second) &* 1000 &+ millisecond
    }

    /// Gregorian for years before 1582 too, as in ISO 8601.
    private var isLeapYear: Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    private var daysInMonth: Int64 {
        switch month {
        case 2: isLeapYear ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Years begin in March here, so that the leap day is the last day of a year. Each five months from March on have
    /// 153 days; 400 years have 146,097, and 719,468 days are between 0000-03-01 and 1970-01-01.
    private var daysSince1970: Int64 {
        let marchYear = month <= 2 ? year &- 1 : year
        let marchMonth = (month &+ 9) % 12
        let cycle = (marchYear >= 0 ? marchYear : marchYear &- 399) / 400
        let yearOfCycle = marchYear &- cycle &* 400
        let dayOfYear = (marchMonth &* 153 &+ 2) / 5 &+ day &- 1
        let dayOfCycle = yearOfCycle &* 365 &+ yearOfCycle / 4 &- yearOfCycle / 100 &+ dayOfYear
        return cycle &* 146_097 &+ dayOfCycle &- 719_468
    }
}

/// The other direction, for the times that a caller gives for a list of events.
extension CalendarTime {
    /// nil outside of the years 0 to 9999, which are the two bounds: a year of five digits has no place in the API's
    /// format.
    init?(milliseconds: Int64) {
        guard milliseconds >= -62_167_219_200_000, milliseconds <= 253_402_300_799_999 else { return nil }
        let dayLength: Int64 = 86_400_000
        // One cycle more, so that it is never negative.
        let sinceMarch0000 = milliseconds &+ 719_468 &* dayLength &+ 146_097 &* dayLength
        let days = sinceMarch0000 / dayLength
        let rest = sinceMarch0000 % dayLength
        let dayOfCycle = days % 146_097
        let yearOfCycle = (dayOfCycle &- dayOfCycle / 1460 &+ dayOfCycle / 36_524 &- dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle &- (365 &* yearOfCycle &+ yearOfCycle / 4 &- yearOfCycle / 100)
        let marchMonth = (5 &* dayOfYear &+ 2) / 153
        month = marchMonth < 10 ? marchMonth &+ 3 : marchMonth &- 9
        year = yearOfCycle &+ (days / 146_097 &- 1) &* 400 &+ (month <= 2 ? 1 : 0)
        day = dayOfYear &- (153 &* marchMonth &+ 2) / 5 &+ 1
        hour = rest / 3_600_000
        minute = rest / 60_000 % 60
        second = rest / 1000 % 60
        millisecond = rest % 1000
    }
}
