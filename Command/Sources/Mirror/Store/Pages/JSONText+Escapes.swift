/// Escapes (RFC 8259, section 7). The library has checked the JSON.
extension JSONText {
    /// Decodes a string without its quotes.
    func unescaped() -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(end - start)
        var at = start
        while at < end {
            guard at.pointee == UInt8(ascii: "\\"), at + 1 < end else {
                text.append(at.pointee)
                at += 1
                continue
            }
            let escape = at[1]
            at += 2
            switch escape {
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "u"):
                let scalar = Unicode.Scalar(codePoint(&at)) ?? "\u{FFFD}"
                text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            default: text.append(escape)
            }
        }
        return text
    }

    /// The code point of `\u`, combined with the second surrogate of a pair.
    private func codePoint(_ at: inout Byte) -> UInt32 {
        let unit = codeUnit(&at)
        guard (0xD800..<0xDC00).contains(unit), end - at >= 6, at[0] == UInt8(ascii: "\\"), at[1] == UInt8(ascii: "u")
        else { return unit }
        var next = at + 2
        let second = codeUnit(&next)
        guard (0xDC00..<0xE000).contains(second) else { return unit }
        at = next
        return 0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00)
    }

    private func codeUnit(_ at: inout Byte) -> UInt32 {
        let digits = UnsafeBufferPointer(start: at, count: min(4, end - at))
        at += digits.count
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16) ?? 0
    }
}
