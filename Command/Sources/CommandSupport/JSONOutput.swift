/// Builds JSON text from values.
public enum JSONOutput {
    public static func string(_ text: String) -> String {
        var json = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": json += "\\\""
            case "\\": json += "\\\\"
            case "\n": json += "\\n"
            case "\r": json += "\\r"
            case "\t": json += "\\t"
            case _ where scalar.value < 0x20: json += escape(scalar)
            default: json.unicodeScalars.append(scalar)
            }
        }
        return json + "\""
    }

    /// The shortest JSON text of the number.
    public static func number(_ real: Double) -> String { real.isFinite ? real.description : "null" }

    public static func array(_ values: [String]) -> String { "[" + values.joined(separator: ",") + "]" }

    public static func object(_ members: [(name: String, json: String)]) -> String {
        "{" + members.map { string($0.name) + ":" + $0.json }.joined(separator: ",") + "}"
    }

    /// The same JSON with control characters escaped, for a terminal. They occur in strings only.
    public static func visible(_ json: String) -> String {
        guard VisibleText.needsWork(json) else { return json }
        return json.unicodeScalars.reduce(into: "") { text, scalar in
            if VisibleText.isObeyed(scalar) { text += escape(scalar) } else { text.unicodeScalars.append(scalar) }
        }
    }

    /// The same JSON on one line, without white space between tokens.
    public static func compact(_ json: String) -> String {
        guard json.utf8.contains(where: isSpace) else { return json }
        var isInString = false
        var isEscaped = false
        let kept = json.utf8.filter { byte in
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                return true
            }
            if byte == UInt8(ascii: "\"") { isInString = true }
            return !isSpace(byte)
        }
        return String(decoding: kept, as: UTF8.self)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        scalar.utf16.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }
}
