/// Reading the times of queries.
extension Timestamp {
    /// Nil unless the text is an ISO 8601 time in UTC like `2026-01-15T12:00:00.000Z`, with or without a fraction. The
    /// API accepts no offset but `Z`, and no date without a time.
    init?(text: String) {
        let pattern = /(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?Z/.asciiOnlyDigits()
        guard let (_, year, month, day, hour, minute, second, fraction) = text.wholeMatch(of: pattern)?.output
        else { return nil }
        func number(_ digits: Substring?) -> Int { digits.flatMap { Int($0) } ?? 0 }

        let days = Self.days(number(year), number(month), number(day))
        // A date that doesn't exist is converted to another one.
        guard Self.date(days: days) == (number(year), number(month), number(day)), days >= 0,
            number(hour) < 24, number(minute) < 60, number(second) < 60
        else { return nil }
        let seconds = ((days * 24 + number(hour)) * 60 + number(minute)) * 60 + number(second)
        let thousandths = number(((fraction ?? "") + "000").prefix(3))
        self.init(milliseconds: Int64(seconds * 1000 + thousandths))
    }

    /// The inverse of `date(days:)`, for years after 1 March of the year 0.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let yearOfMarch = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month + (month <= 2 ? 9 : -3)) + 2) / 5 + day - 1
        return yearOfMarch * 365 + yearOfMarch / 4 - yearOfMarch / 100 + yearOfMarch / 400 + dayOfYear - 719_468
    }
}
