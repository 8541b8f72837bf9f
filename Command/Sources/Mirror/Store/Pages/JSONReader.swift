/// Iterates over the values of an array, or the keys and values of an object. The library has checked the text, so it
/// is not checked again, but never read beyond its end.
struct JSONReader {
    var at: JSONText.Byte
    let end: JSONText.Byte
    /// Whether there was white space between tokens so far.
    private(set) var hasSpace = false

    init(_ at: JSONText.Byte, _ end: JSONText.Byte) {
        self.at = at
        self.end = end
    }

    /// Leaves `at` at the start of the next value; false at the end of the array or object.
    mutating func findNext() -> Bool {
        while at < end {
            switch at.pointee {
            case UInt8(ascii: ","), UInt8(ascii: ":"): at += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): return false
            case let byte where Self.isSpace(byte):
                hasSpace = true
                at += 1
            default: return true
            }
        }
        return false
    }

    mutating func next() -> JSONText? {
        guard findNext() else { return nil }
        let start = at
        skip()
        return JSONText(start: start, end: at)
    }

    private mutating func skip() {
        switch at.pointee {
        case UInt8(ascii: "\""): skipString()
        case UInt8(ascii: "{"), UInt8(ascii: "["): skipContainer()
        default:
            while at < end, !Self.isSpace(at.pointee), !Self.endsScalar(at.pointee) { at += 1 }
        }
    }

    private mutating func skipContainer() {
        var depth = 0
        while at < end {
            switch at.pointee {
            case UInt8(ascii: "\""):
                skipString()
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case let byte where Self.isSpace(byte): hasSpace = true
            default: break
            }
            at += 1
            if depth == 0 { return }
        }
    }

    mutating func skipString() {
        at += 1
        // Most of the text is strings, which are skipped eight bytes at a time, up to a quote or backslash.
        while end - at >= 8 {
            let ends = Self.ends(in: UInt64(littleEndian: UnsafeRawPointer(at).loadUnaligned(as: UInt64.self)))
            at += ends.trailingZeroBitCount / 8
            if ends != 0 { break }
        }
        while at < end {
            switch at.pointee {
            case UInt8(ascii: "\""):
                at += 1
                return
            case UInt8(ascii: "\\"): at = min(at + 2, end)
            default: at += 1
            }
        }
    }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
            || byte == UInt8(ascii: "\t")
    }

    private static func endsScalar(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
    }

    /// The lowest set bit is in the first byte that is a quote or backslash.
    private static func ends(in bytes: UInt64) -> UInt64 {
        zeros(in: bytes ^ 0x2222_2222_2222_2222) | zeros(in: bytes ^ 0x5C5C_5C5C_5C5C_5C5C)
    }

    private static func zeros(in bytes: UInt64) -> UInt64 {
        (bytes &- 0x0101_0101_0101_0101) & ~bytes & 0x8080_8080_8080_8080
    }
}
