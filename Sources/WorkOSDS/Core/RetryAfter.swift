/// The value of a Retry-After header: seconds, or a date in one of HTTP's three forms.
enum RetryAfter {
    /// Milliseconds from `now` (since 1970), a past date 0; nil where the text is neither.
    static func milliseconds(_ text: [UInt8]?, now: Int64) -> Int64? {
        guard let text else { return nil }
        if let seconds = Decimal.parse(text[...]) {
            return milliseconds(seconds: seconds)
        }
        guard let date = HTTPDate.milliseconds(text) else { return nil }
        return max(date &- now, 0)
    }

    /// The longest time there is instead of an overflow; nil for a negative one.
    static func milliseconds(seconds: Int64) -> Int64? {
        if seconds < 0 { return nil }
        let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        return overflow ? .max : milliseconds
    }

    /// The same for a fraction, rounded up.
    static func milliseconds(seconds: Double) -> Int64? {
        guard seconds >= 0 else { return nil }  // NaN neither
        if seconds >= 9e15 { return .max }
        let whole = Int64(seconds * 1000)
        return Double(whole) < seconds * 1000 ? whole &+ 1 : whole
    }
}

/// The three forms of a date in HTTP (RFC 9110, section 5.6.7).
enum HTTPDate {
    static func milliseconds(_ text: [UInt8]) -> Int64? {
        let words = text[...].split(whereSeparator: { $0 == 0x20 || $0 == UInt8(ascii: ",") })
        switch words.count {
        case 6:  // Sun, 06 Nov 1994 08:49:37 GMT
            guard words[5].elementsEqual(StaticText.bytes("GMT")), words[3].count == 4 else { return nil }
            return date(day: words[1], month: words[2], year: words[3], time: words[4])
        case 5:  // Sun Nov  6 08:49:37 1994
            return date(day: words[2], month: words[1], year: words[4], time: words[3])
        case 4:  // Sunday, 06-Nov-94 08:49:37 GMT
            let parts = words[1].split(separator: UInt8(ascii: "-"))
            guard parts.count == 3, parts[2].count == 2, words[3].elementsEqual(StaticText.bytes("GMT")) else {
                return nil
            }
            return date(day: parts[0], month: parts[1], year: parts[2], time: words[2])
        default: return nil
        }
    }

    private static func date(
        day: ArraySlice<UInt8>, month: ArraySlice<UInt8>, year: ArraySlice<UInt8>, time: ArraySlice<UInt8>
    ) -> Int64? {
        let clock = time.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        let isShort = year.count == 2
        guard clock.count == 3, day.count <= 2, year.count == 4 || isShort, let month = number(ofMonth: month),
            let day = Decimal.parse(day), var year = Decimal.parse(year), clock.allSatisfy({ $0.count == 2 }),
            let hour = Decimal.parse(clock[0]), let minute = Decimal.parse(clock[1]),
            let second = Decimal.parse(clock[2])
        else { return nil }
        if isShort { year = year &+ (year < 70 ? 2000 : 1900) }
        let fields = CalendarTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        return fields.milliseconds
    }

    private static func number(ofMonth name: ArraySlice<UInt8>) -> Int64? {
        let names: [StaticString] = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        return names.firstIndex { name.elementsEqual(StaticText.bytes($0)) }.map { Int64($0 &+ 1) }
    }
}
