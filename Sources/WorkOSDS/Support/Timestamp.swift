/// The formats of times that the API has used, which are "2026-01-15T12:00:00.000Z", "2021-07-31T05:10:19+0000" and
/// "2020-05-06 04:21:48.649164". RFC 3339, section 5.6, also allows small letters and a space.
enum Timestamp {
    /// In bytes. A longer text is not a time, and need not be copied to find that out.
    static let longest = 64

    /// Milliseconds since 1970; nil if the text is not a time, or has anything after it. A time without a zone is taken
    /// as UTC.
    static func milliseconds(_ text: [UInt8]) -> Int64? {
        var place = 0
        guard text.count > 10, text[10] | 0x20 == "t" || text[10] == " ",
            var time = CalendarTime(text, "%Y-%m-%d?%H:%M:%S", &place), let millisecond = fraction(text, &place),
            let offset = zone(text, &place), place == text.count
        else { return nil }
        time.millisecond = millisecond
        time.offset = offset
        return time.milliseconds
    }

    /// 2026-01-15T12:00:00.000Z, or without the fraction; nil outside of the years 0 to 9999. Exactly this form,
    /// because the Events API rejects other ones of RFC 3339, such as an offset of +00:00.
    static func text(_ milliseconds: Int64, fraction: Bool) -> [UInt8]? {
        guard let time = CalendarTime(milliseconds: milliseconds) else { return nil }
        var text = StaticText.bytes("0000-00-00T00:00:00.000Z")
        put(time.year, endingAt: 3, of: &text)
        put(time.month, endingAt: 6, of: &text)
        put(time.day, endingAt: 9, of: &text)
        put(time.hour, endingAt: 12, of: &text)
        put(time.minute, endingAt: 15, of: &text)
        put(time.second, endingAt: 18, of: &text)
        put(time.millisecond, endingAt: 22, of: &text)
        return fraction ? text : Array(text.prefix(19)) + StaticText.bytes("Z")
    }

    /// Writes digits over the zeros of the pattern, from the right.
    @inline(never)
    private static func put(_ number: Int64, endingAt last: Int, of text: inout [UInt8]) {
        var place = last
        var rest = number
        while rest > 0 {
            text[place] = UInt8(truncatingIfNeeded: 0x30 &+ rest % 10)
            place &-= 1
            rest /= 10
        }
    }

    /// Further digits are truncated, like the API's milliseconds. 0 if there is none; nil for more than nine digits.
    private static func fraction(_ text: [UInt8], _ place: inout Int) -> Int64? {
        guard place < text.count, text[place] == "." else { return 0 }
        place &+= 1
        let start = place
        var value: Int64 = 0
        while ASCII.isDigit(text, place) {
            if place &- start < 3 { value = value &* 10 &+ Int64(text[place] &- "0") }
            place &+= 1
        }
        switch place &- start {
        case 1: return value &* 100
        case 2: return value &* 10
        case 3...9: return value
        default: return nil
        }
    }

    /// The offset from UTC in minutes; UTC if there is none. Accepts Z, +hhmm and +hh:mm.
    private static func zone(_ text: [UInt8], _ place: inout Int) -> Int64? {
        if place == text.count { return 0 }
        let sign = text[place]
        place &+= 1
        if sign | 0x20 == "z" { return 0 }
        guard sign == "+" || sign == "-" else { return nil }
        let hours = CalendarTime.number(text, &place, 2)
        if place < text.count, text[place] == ":" { place &+= 1 }
        let minutes = CalendarTime.number(text, &place, 2)
        guard hours >= 0, hours <= 23, minutes >= 0, minutes <= 59 else { return nil }
        let offset = hours &* 60 &+ minutes
        return sign == "-" ? 0 &- offset : offset
    }
}
