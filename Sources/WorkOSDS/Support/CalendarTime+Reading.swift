/// Parses times with patterns like strftime's. strptime depends on the host's locale and accepts more than HTTP allows.
extension CalendarTime {
    /// %Y, %m, %d, %H, %M and %S are numbers of full width, %y a year of two digits (1970 to 2069), %e a day with or
    /// without a leading zero, %b an English month, %a any word, a space any run of spaces and commas, ? any byte;
    /// other characters match themselves. Moves `place` past the text; nil if it does not match. Day names are not
    /// compared, since they add nothing to a date. The border of two-digit years is that of POSIX's strptime except for
    /// 1969; RFC 9110, section 5.6.7, would move it with the current year, which no Retry-After needs.
    @inline(never)
    init?(_ text: [UInt8], _ pattern: StaticString, _ place: inout Int) {
        self.init(year: 0, month: 0, day: 0)
        var index = 0
        while index < pattern.utf8CodeUnitCount {
            let letter = pattern.utf8Start[index]
            index &+= 1
            if letter == "%", index < pattern.utf8CodeUnitCount {
                guard read(pattern.utf8Start[index], text, &place) else { return nil }
                index &+= 1
            } else if letter == " " {
                guard Self.skip(text, &place, separators: true) else { return nil }
            } else {
                guard place < text.count, letter == "?" || text[place] == letter else { return nil }
                place &+= 1
            }
        }
    }

    /// False if the text has no such field. Ranges are checked by `milliseconds`, when all fields are known: the last
    /// day depends on month and year.
    private mutating func read(_ field: UInt8, _ text: [UInt8], _ place: inout Int) -> Bool {
        if field == "a" { return Self.skip(text, &place, separators: false) }
        let digits =
            field == "Y" ? 4 : field != "e" || ASCII.isDigit(text, place &+ 1) ? 2 : 1
        let isName = field == "b"
        let value = isName ? Self.monthByName(text, &place) : Self.number(text, &place, digits)
        switch field {
        case "Y": year = value
        case "y": year = value &+ (value < 70 ? 2000 : 1900)
        case "m", "b": month = value
        case "d", "e": day = value
        case "H": hour = value
        case "M": minute = value
        case "S": second = value
        default: return false
        }
        return value >= 0
    }

    private static func skip(_ text: [UInt8], _ place: inout Int, separators: Bool) -> Bool {
        let start = place
        while place < text.count, separates(text[place]) == separators { place &+= 1 }
        return place > start
    }

    /// "Sun, 06 Nov 1994": HTTP separates fields with both.
    private static func separates(_ byte: UInt8) -> Bool { byte == " " || byte == "," }

    /// A number with this many digits; -1 if there are fewer.
    @inline(never)
    static func number(_ text: [UInt8], _ place: inout Int, _ digits: Int) -> Int64 {
        var value: Int64 = 0
        for _ in 0..<digits {
            guard ASCII.isDigit(text, place) else { return -1 }
            value = value &* 10 &+ Int64(text[place] &- "0")
            place &+= 1
        }
        return value
    }

    /// 1 to 12; -1 for any other text. Case-sensitive, as RFC 9110, section 5.6.7, requires.
    private static func monthByName(_ text: [UInt8], _ place: inout Int) -> Int64 {
        let names: StaticString = "JanFebMarAprMayJunJulAugSepOctNovDec"
        guard place &+ 3 <= text.count else { return -1 }
        for month in 0..<12 {
            let name = names.utf8Start + 3 &* month
            if text[place] == name[0], text[place &+ 1] == name[1], text[place &+ 2] == name[2] {
                place &+= 3
                return Int64(month &+ 1)
            }
        }
        return -1
    }
}
