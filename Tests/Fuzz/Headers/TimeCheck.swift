import CCurl
import CPlatform

/// Times in all forms, compared with `timegm` and curl_getdate.
enum TimeCheck {
    static func run(_ text: [UInt8]) {
        checkRetryAfter(text)
        checkDate(text)
        checkTimestamp(text)
    }

    static func checkRetryAfter(_ text: [UInt8]) {
        for now in [0, 1_700_000_000_000, Int64.max] {
            guard let wait = RetryAfter.milliseconds(text, now: now) else {
                require(!isDigits(text), "seconds that are not read")
                continue
            }
            require(wait >= 0, "a negative wait")
            if isDigits(text) { require(wait == seconds(text), "the seconds in milliseconds") }
        }
    }

    private static func isDigits(_ text: [UInt8]) -> Bool {
        !text.isEmpty && text.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func seconds(_ digits: [UInt8]) -> Int64 {
        guard let value = Int64(String(decoding: digits, as: UTF8.self)), value <= .max / 1000 else { return .max }
        return value * 1000
    }

    /// libcurl accepts more forms, and treats two-digit years, leap seconds and the weekday differently.
    private static func checkDate(_ text: [UInt8]) {
        guard let milliseconds = HTTPDate.milliseconds(text) else { return }
        require(milliseconds % 1000 == 0, "whole seconds")
        require((-62_200_000_000_000...253_500_000_000_000).contains(milliseconds), "a year between 0 and 9999")
        let theirs = text.withCString { curl_getdate($0, nil) }
        if theirs != -1, milliseconds >= 0, hasLongYear(text), hasWeekday(text), !text.contains(subsequence: ":60") {
            require(Int64(theirs) * 1000 == milliseconds, "the date as libcurl reads it")
        }
    }

    private static func hasWeekday(_ text: [UInt8]) -> Bool {
        let first = text.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ",") }.first.map {
            String(decoding: $0, as: UTF8.self)
        }
        return ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].contains(first)
    }

    private static func hasLongYear(_ text: [UInt8]) -> Bool {
        text.split { !(0x30...0x39).contains($0) }.contains { $0.count == 4 }
    }

    private static func checkTimestamp(_ text: [UInt8]) {
        guard let milliseconds = Timestamp.milliseconds(text) else { return }
        var parts = tm()
        parts.tm_year = number(text, 0, 4) - 1900
        parts.tm_mon = number(text, 5, 2) - 1
        parts.tm_mday = number(text, 8, 2)
        parts.tm_hour = number(text, 11, 2)
        parts.tm_min = number(text, 14, 2)
        parts.tm_sec = number(text, 17, 2)
        let written = Int64(timegm(&parts)) * 1000
        let fraction = text.count > 20 && text[19] == UInt8(ascii: ".") ? thousandths(text[20...]) : 0
        require(milliseconds == written + fraction - offset(text), "the time as timegm reads it")
    }

    private static func number(_ text: [UInt8], _ start: Int, _ length: Int) -> Int32 {
        require(Int32(String(decoding: text[start..<(start + length)], as: UTF8.self)), "digits at their place")
    }

    private static func thousandths(_ text: ArraySlice<UInt8>) -> Int64 {
        let digits = text.prefix { (0x30...0x39).contains($0) } + Array("000".utf8)
        return require(Int64(String(decoding: digits.prefix(3), as: UTF8.self)), "a fraction")
    }

    /// The time's offset from UTC in milliseconds.
    private static func offset(_ text: [UInt8]) -> Int64 {
        guard let sign = text[19...].firstIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) else {
            return 0
        }
        let digits = text[sign...].filter { (0x30...0x39).contains($0) }
        let value = require(Int64(String(decoding: digits, as: UTF8.self)), "an offset")
        return (value / 100 * 60 + value % 100) * 60_000 * (text[sign] == UInt8(ascii: "-") ? -1 : 1)
    }
}

extension Array where Element == UInt8 {
    func contains(subsequence text: String) -> Bool {
        let wanted = Array(text.utf8)
        return indices.contains { self[$0...].starts(with: wanted) }
    }
}
