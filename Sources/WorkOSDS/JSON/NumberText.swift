import CPlatform

/// A JSON number as text: whether it is valid (RFC 8259, section 6), and whether it fits int64 or double. Decided
/// without strtod, which is slow and depends on the locale, and used only to read values. A number that fits neither
/// becomes a text (`Repair`), because readers in C, Python and Ruby would round it, reject it or read different values.
enum NumberText {
    /// `none` is not a number at all. `tooLarge` is a valid one that no type of the API can represent.
    enum Kind { case none, fits, tooLarge }

    /// Moves the cursor past the number. Without an exponent, a number with 300 digits before the point is below the
    /// largest double, 1.8e308, and one with 18 digits below the largest int64, 9.2e18.
    static func skip(_ cursor: inout ByteCursor) -> Kind {
        let start = cursor
        if cursor.current == "-" { cursor.advance() }
        let integerStart = cursor.position
        let leadingZero = cursor.current == "0"
        let integerDigits = skipDigits(&cursor)
        if integerDigits == 0 || leadingZero && integerDigits > 1 { return .none }
        var isReal = false
        if cursor.current == "." {
            isReal = true
            cursor.advance()
            if skipDigits(&cursor) == 0 { return .none }
        }
        if cursor.current | 0x20 == "e" {
            isReal = true
            cursor.advance()
            if cursor.current == "+" || cursor.current == "-" { cursor.advance() }
            if skipDigits(&cursor) == 0 { return .none }
        } else if isReal, integerDigits <= 300 {
            return .fits
        }
        if !isReal {
            if integerDigits <= 18 { return .fits }
            return fitsInt64(start, digits: integerDigits, negative: integerStart != start.position) ? .fits : .tooLarge
        }
        return fitsDouble(start, length: cursor.position &- start.position) ? .fits : .tooLarge
    }

    /// Whether a text is a number that `Repair` has quoted. The server sent a number, so a cursor with this text is not
    /// one.
    static func isTooLarge(_ text: [UInt8]) -> Bool {
        let padded = text + [UInt8](repeating: 0, count: ByteCursor.padding)
        return padded.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return false }
            var cursor = ByteCursor(base, to: text.count)
            return skip(&cursor) == .tooLarge && cursor.isAtEnd
        }
    }

    private static func skipDigits(_ cursor: inout ByteCursor) -> Int {
        let start = cursor.position
        while ASCII.isDigit(cursor.current), !cursor.isAtEnd { cursor.advance() }
        return cursor.position &- start
    }

    /// The whole range, -2^63 included. A number of more than 19 digits is at least 10^19 and does not fit.
    private static func fitsInt64(_ start: ByteCursor, digits: Int, negative: Bool) -> Bool {
        if digits > 19 { return false }
        var cursor = start
        if negative { cursor.advance() }
        var value: UInt64 = 0
        for _ in 0..<digits {  // 19 digits always fit UInt64
            value = value &* 10 &+ UInt64(cursor.current &- "0")
            cursor.advance()
        }
        return value <= UInt64(Int64.max) &+ (negative ? 1 : 0)
    }

    /// Decided by the decimal exponent of the first nonzero digit; only the limit itself needs `strtod`.
    private static func fitsDouble(_ start: ByteCursor, length: Int) -> Bool {
        var cursor = start
        let end = start.position &+ length
        var magnitude = 0  // power of ten of the first nonzero digit, plus one
        var seenDigit = false
        var inFraction = false
        scan: while cursor.position < end {
            switch cursor.current {
            case "-": break
            case ".": inFraction = true
            case "0"..."9":
                if cursor.current != "0" { seenDigit = true }
                if inFraction, !seenDigit { magnitude &-= 1 }
                if !inFraction, seenDigit { magnitude &+= 1 }
            default: break scan
            }
            cursor.advance()
        }
        if !seenDigit { return true }
        magnitude = magnitude &+ exponent(&cursor, end: end)
        if magnitude < 309 { return true }
        if magnitude > 309 { return false }
        return isBelowOverflow(start, end: end)
    }

    /// Compares the digits of a number of the largest magnitude with 2^1024 - 2^970, from where on doubles round to
    /// infinity.
    private static func isBelowOverflow(_ start: ByteCursor, end: Int) -> Bool {
        let border = overflowDigits
        var cursor = start
        var index = 0
        while cursor.position < end, index < border.utf8CodeUnitCount {
            let byte = cursor.current
            if byte | 0x20 == "e" { return true }
            if ASCII.isDigit(byte), index > 0 || byte != "0" {
                if byte != border.utf8Start[index] { return byte < border.utf8Start[index] }
                index &+= 1
            }
            cursor.advance()
        }
        return index < border.utf8CodeUnitCount
    }

    /// The 309 digits of 2^1024 - 2^970, halfway between the largest double and the next one that would exist.
    private static var overflowDigits: StaticString {
        """
        1797693134862315807937289714053034150799341327100378269361737789804449682927647509466490179775872070963302864166\
        9288791094655554785194040263065748867150582068190890200070838367627385484581771153176447573027006985557136695962\
        2842914819860834936475292719074168444365510704342711559699508093042880177904174497792
        """
    }

    /// Saturates far beyond the digits in a body of the maximum size. The digits are checked, so anything between the
    /// sign and the end is one.
    private static func exponent(_ cursor: inout ByteCursor, end: Int) -> Int {
        if cursor.position >= end { return 0 }
        cursor.advance()
        let negative = cursor.current == "-"
        if negative || cursor.current == "+" { cursor.advance() }
        var value = 0
        while cursor.position < end {
            if value < 1 << 40 { value = value &* 10 &+ Int(cursor.current &- "0") }
            cursor.advance()
        }
        return negative ? 0 &- value : value
    }

    // MARK: Values of numbers that fit

    /// nil unless it is an integer in int64. Also nil for 1.0, which has a point: types follow the text.
    static func integer(_ start: ByteCursor) -> Int64? {
        var end = start
        guard skip(&end) == .fits else { return nil }
        var cursor = start
        let negative = cursor.current == "-"
        if negative { cursor.advance() }
        var value: UInt64 = 0
        while cursor.position < end.position {
            guard ASCII.isDigit(cursor.current) else { return nil }
            value = value &* 10 &+ UInt64(cursor.current &- "0")
            cursor.advance()
        }
        return Int64(truncatingIfNeeded: negative ? 0 &- value : value)
    }

    /// nil unless it is a number. The text was checked, so it fits, and strtod stops at the byte after it, which cannot
    /// continue a number.
    static func real(_ start: ByteCursor) -> Double? {
        guard start.current == "-" || ASCII.isDigit(start.current) else { return nil }
        return CLocale.run { strtod(start.characters, nil) }
    }
}
