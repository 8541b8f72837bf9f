/// Numbers as the service writes them. It is written in JavaScript, where `1.0` and `1e0` are both `1`.
enum JavaScriptNumber {
    /// Integers are unchanged, also those beyond 64 bits.
    static func write(_ number: String, to text: inout [UInt8]) {
        let isReal = number.utf8.contains { [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains($0) }
        guard isReal, let value = Double(number), value.isFinite else {
            text.append(contentsOf: number.utf8)
            return
        }
        if value < 0 { text.append(UInt8(ascii: "-")) }
        write(digits: digits(of: value.magnitude), to: &text)
    }

    /// The shortest digits that identify the number, and how many of them come before the decimal point.
    private static func digits(of value: Double) -> (digits: [UInt8], point: Int) {
        let parts = value.description.lowercased().split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let whole = Array(mantissa[0].utf8)
        let all = whole + Array((mantissa.count > 1 ? mantissa[1] : "").utf8)
        let zeros = all.prefix { $0 == UInt8(ascii: "0") }.count
        let digits = all.dropFirst(zeros).reversed().drop { $0 == UInt8(ascii: "0") }.reversed()
        return (Array(digits), digits.isEmpty ? 1 : whole.count - zeros + exponent)
    }

    /// The layout of ECMAScript's Number::toString.
    private static func write(digits number: (digits: [UInt8], point: Int), to text: inout [UInt8]) {
        let (digits, point) = number
        let zero = UInt8(ascii: "0")
        switch point {
        case _ where digits.isEmpty: text.append(zero)
        case digits.count...21:
            text.append(contentsOf: digits + Array(repeating: zero, count: point - digits.count))
        case 1...21:
            text.append(contentsOf: digits.prefix(point) + [UInt8(ascii: ".")] + digits.dropFirst(point))
        case -5...0:
            text.append(contentsOf: Array("0.".utf8) + Array(repeating: zero, count: -point) + digits)
        default:
            text.append(digits[0])
            if digits.count > 1 { text.append(contentsOf: [UInt8(ascii: ".")] + digits.dropFirst()) }
            text.append(contentsOf: "e\(point > 0 ? "+" : "-")\(abs(point - 1))".utf8)
        }
    }
}
