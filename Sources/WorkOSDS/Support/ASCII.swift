/// Bytes can be written as ASCII characters: `byte == "{"`, `case "0"..."9"`. Parsers are then as readable as the
/// grammars that they implement. `@retroactive`, because type and protocol both belong to the standard library; no
/// other module sees the conformance, since the library exports C functions only.
extension UInt8: @retroactive ExpressibleByUnicodeScalarLiteral {
    @inlinable
    public init(unicodeScalarLiteral character: Unicode.Scalar) { self.init(ascii: character) }
}

/// Character classes of ASCII, independent of the locale. libc's isdigit and tolower follow the locale that the host
/// has set, and are undefined for a negative char.
enum ASCII {
    static func isDigit(_ byte: UInt8) -> Bool { byte >= "0" && byte <= "9" }

    /// Whether the byte at `place` is a digit; false outside of the text, so that a parser needs no separate check for
    /// its end.
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

    /// Whether a text begins with `prefix`, which is in lower case, ignoring case. Header names (RFC 9110, section 5.1)
    /// and URL schemes (RFC 3986, section 3.1) are case-insensitive.
    @inline(never)
    static func starts(_ text: UnsafeBufferPointer<UInt8>, with prefix: StaticString) -> Bool {
        guard text.count >= prefix.utf8CodeUnitCount else { return false }
        for place in 0..<prefix.utf8CodeUnitCount where lowercased(text[place]) != prefix.utf8Start[place] {
            return false
        }
        return true
    }

    /// In ASCII the two cases differ only in bit 5, 0x20.
    static func lowercased(_ byte: UInt8) -> UInt8 { byte >= "A" && byte <= "Z" ? byte | 0x20 : byte }
}
