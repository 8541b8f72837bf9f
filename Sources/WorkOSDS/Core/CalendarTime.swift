/// A date and time of day in UTC.
struct CalendarTime {
    var year: Int64
    var month: Int64
    var day: Int64
    var hour: Int64 = 0
    var minute: Int64 = 0
    var second: Int64 = 0
    var millisecond: Int64 = 0
    /// Minutes that the written time is ahead of UTC.
    var offset: Int64 = 0

    /// Since 1970-01-01 in the Gregorian calendar; nil where a field is out of range. A second of 60 is taken.
    var milliseconds: Int64? {
        guard (0...9999).contains(year), (1...12).contains(month), day >= 1, day <= daysInMonth,
            (0...23).contains(hour),
            (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        let minutes = (daysSince1970 &* 24 &+ hour) &* 60 &+ minute &- offset
        return (minutes &* 60 &+ second) &* 1000 &+ millisecond
    }

    private var isLeapYear: Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    private var daysInMonth: Int64 {
        switch month {
        case 2: isLeapYear ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Years begin in March here, so that the leap day is a year's last.
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
