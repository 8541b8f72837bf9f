/// The inside of a string, for the few that hold an escape.
extension JSONText {
    var hasEscape: Bool {
        var at = start
        while at < end {
            if at.pointee == UInt8(ascii: "\\") { return true }
            at += 1
        }
        return false
    }

    /// Appends the text that the escapes stand for.
    func unescape(into text: inout [UInt8]) {
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
            case UInt8(ascii: "u"): append(codePoint(&at), to: &text)
            default: text.append(escape)
            }
        }
    }

    /// The number behind `\u`, and that of the second half of a pair behind it.
    private func codePoint(_ at: inout Byte) -> UInt32 {
        let unit = codeUnit(&at)
        guard (0xD800..<0xDC00).contains(unit), at + 1 < end, at[0] == UInt8(ascii: "\\"), at[1] == UInt8(ascii: "u")
        else { return unit }
        var next = at + 2
        let second = codeUnit(&next)
        guard (0xDC00..<0xE000).contains(second) else { return unit }
        at = next
        return 0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00)
    }

    private func codeUnit(_ at: inout Byte) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 where at < end {
            unit = unit << 4 | Self.digit(at.pointee)
            at += 1
        }
        return unit
    }

    private static func digit(_ byte: UInt8) -> UInt32 {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: 0
        }
    }

    private func append(_ number: UInt32, to text: inout [UInt8]) {
        let scalar = Unicode.Scalar(number) ?? "\u{FFFD}"
        text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
}
