/// Bytes can be written as ASCII characters: `byte == "{"`, `case "0"..."9"`.
extension UInt8: @retroactive ExpressibleByUnicodeScalarLiteral {
    @inlinable
    public init(unicodeScalarLiteral character: Unicode.Scalar) { self.init(ascii: character) }
}

/// Character classes of ASCII, independent of the locale.
enum ASCII {
    static func isDigit(_ byte: UInt8) -> Bool { byte >= "0" && byte <= "9" }

    @inline(never)
    static func isDigit(_ text: [UInt8], _ place: Int) -> Bool {
        place >= 0 && place < text.count && isDigit(text[place])
    }

    /// 0...15; nil if it is not a hexadecimal digit.
    @inline(__always)
    static func hexadecimalValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case "0"..."9": return byte &- "0"
        case "A"..."F": return byte &- "A" &+ 10
        case "a"..."f": return byte &- "a" &+ 10
        default: return nil
        }
    }

    /// Whether a text begins with `prefix`, which is in lower case, ignoring case.
    @inline(never)
    static func starts(_ text: UnsafeBufferPointer<UInt8>, with prefix: StaticString) -> Bool {
        guard text.count >= prefix.utf8CodeUnitCount else { return false }
        for place in 0..<prefix.utf8CodeUnitCount where lowercased(text[place]) != prefix.utf8Start[place] {
            return false
        }
        return true
    }

    static func lowercased(_ byte: UInt8) -> UInt8 { byte >= "A" && byte <= "Z" ? byte | 0x20 : byte }
}
