/// Escapes text from outside for a terminal, so that it contains no control sequences.
public enum VisibleText {
    /// Control characters as escapes: ESC is \x1b, a newline \n, a bidirectional override \u{202e}.
    public static func of(_ text: String) -> String {
        guard needsWork(text) else { return text }
        return text.unicodeScalars.reduce(into: "") { visible, scalar in
            if isObeyed(scalar) { visible += escape(scalar) } else { visible.unicodeScalars.append(scalar) }
        }
    }

    /// A quick check of the bytes, false for nearly all text.
    public static func needsWork(_ text: String) -> Bool {
        text.utf8.contains { $0 < 0x20 || $0 >= 0x7F } && text.unicodeScalars.contains(where: isObeyed)
    }

    /// C0 and C1 controls, line and paragraph separators, and bidirectional controls.
    public static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        case 0xE0001, 0xFFF9...0xFFFB: true
        default: false
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        default:
            let digits = String(scalar.value, radix: 16)
            return scalar.value < 0x100 ? "\\x" + (digits.count < 2 ? "0" : "") + digits : "\\u{\(digits)}"
        }
    }
}
