/// Numbers in decimal digits. `String(number)` and `Int64(String)` would add Unicode tables to the library.
enum Decimal {
    /// From the magnitude, because -Int64.min does not fit Int64.
    static func digits(_ number: Int64) -> [UInt8] {
        var digits: [UInt8] = []
        var rest = number.magnitude
        repeat {
            digits.append(UInt8(truncatingIfNeeded: 0x30 &+ rest % 10))
            rest /= 10
        } while rest > 0
        if number < 0 { digits.append("-") }
        digits.reverse()
        return digits
    }

    /// Parses digits only; nil for anything else, "" included. Saturates at the largest int64: a Retry-After of thirty
    /// digits is a very long wait, not a malformed header.
    static func parse(_ text: ArraySlice<UInt8>) -> Int64? {
        if text.isEmpty { return nil }
        var value: Int64 = 0
        for byte in text {
            guard ASCII.isDigit(byte) else { return nil }
            let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflowOfSum) = tenfold.addingReportingOverflow(Int64(byte &- "0"))
            value = overflow || overflowOfSum ? .max : sum
            if value == .max { return text.allSatisfy(ASCII.isDigit) ? .max : nil }
        }
        return value
    }
}
