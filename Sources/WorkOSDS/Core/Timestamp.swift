/// The forms in which the API has written times: 2026-01-15T12:00:00.000Z, 2021-07-31T05:10:19+0000,
/// 2020-05-06 04:21:48.649164.
enum Timestamp {
    static func milliseconds(_ text: [UInt8]) -> Int64? {
        var reader = Reader(text: text[...])
        guard let year = reader.digits(4), reader.skip("-"), let month = reader.digits(2), reader.skip("-"),
            let day = reader.digits(2), reader.skip("T") || reader.skip(" ") || reader.skip("t"),
            let hour = reader.digits(2), reader.skip(":"), let minute = reader.digits(2), reader.skip(":"),
            let second = reader.digits(2), let millisecond = fraction(&reader), let offset = zone(&reader),
            reader.text.isEmpty
        else { return nil }
        return CalendarTime(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second, millisecond: millisecond,
            offset: offset
        ).milliseconds
    }

    /// 2026-01-15T12:00:00.000Z, or without the fraction; nil outside of the years 0 to 9999.
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

    /// Further digits are cut off, as the API's own milliseconds are.
    private static func fraction(_ reader: inout Reader) -> Int64? {
        guard reader.skip(".") else { return 0 }
        let digits = reader.text.prefix { $0 >= 0x30 && $0 <= 0x39 }
        guard (1...9).contains(digits.count) else { return nil }
        reader.text = reader.text.dropFirst(digits.count)
        let thousandths = Array((Array(digits) + StaticText.bytes("00")).prefix(3))
        return Decimal.parse(thousandths[...])
    }

    private static func zone(_ reader: inout Reader) -> Int64? {
        if reader.text.isEmpty || reader.skip("Z") || reader.skip("z") { return 0 }
        let sign: Int64 = reader.skip("-") ? -1 : 1
        if sign == 1, !reader.skip("+") { return nil }
        guard let hours = reader.digits(2) else { return nil }
        _ = reader.skip(":")
        guard let minutes = reader.digits(2), hours <= 23, minutes <= 59 else { return nil }
        return sign &* (hours &* 60 &+ minutes)
    }

    private struct Reader {
        var text: ArraySlice<UInt8>

        mutating func digits(_ count: Int) -> Int64? {
            guard text.count >= count, let value = Decimal.parse(text.prefix(count)) else { return nil }
            text = text.dropFirst(count)
            return value
        }

        mutating func skip(_ character: StaticString) -> Bool {
            guard let first = text.first, first == character.utf8Start[0] else { return false }
            text = text.dropFirst()
            return true
        }
    }
}
