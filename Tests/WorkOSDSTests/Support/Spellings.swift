/// The ways to write a text in JSON and URLs.
enum Spelling: CaseIterable {
    case plain, json, jsonInCapitals, percent, percentInSmallLetters, mixed, alternating, percentTwice, jsonTwice,
        percentInJSON,
        jsonInPercent, percentAsJSON, percentThrice

    private static func hexadecimal(_ byte: UInt8, _ digits: Int, capitals: Bool = false) -> String {
        let text = String(byte, radix: 16, uppercase: capitals)
        return String(repeating: "0", count: digits - text.count) + text
    }

    private static func json(_ byte: UInt8) -> String { "\\u" + hexadecimal(byte, 4) }
    private static func percent(_ byte: UInt8) -> String { "%" + hexadecimal(byte, 2, capitals: true) }

    func callAsFunction(_ text: String) -> String {
        text.utf8.enumerated().map { index, byte in
            switch self {
            case .plain: String(UnicodeScalar(byte))
            case .json: Self.json(byte)
            case .jsonInCapitals: "\\u" + Self.hexadecimal(byte, 4, capitals: true)
            case .percent: Self.percent(byte)
            case .percentInSmallLetters: "%" + Self.hexadecimal(byte, 2)
            case .mixed: [String(UnicodeScalar(byte)), Self.json(byte), Self.percent(byte)][index % 3]
            case .alternating: index % 2 == 0 ? String(UnicodeScalar(byte)) : Self.json(byte)
            case .percentTwice: "%25" + Self.percent(byte).dropFirst()
            case .percentThrice: "%2525" + Self.percent(byte).dropFirst()
            case .jsonTwice: "\\" + Self.json(byte)
            case .percentInJSON: "\\u0025" + Self.percent(byte).dropFirst()
            case .jsonInPercent: "%5C" + Self.json(byte).dropFirst()
            case .percentAsJSON: Self.percent(byte).utf8.map { Self.json($0) }.joined()
            }
        }.joined()
    }
}

/// Whether a text contains a start or an end of the key, longer than the common "sk_t".
func holdsPart(of key: String, _ text: [UInt8]?, _ spelling: Spelling) -> Bool {
    guard let text else { return false }
    for part in [String(key.prefix(5)), String(key.suffix(5))] {
        for wanted in [Array(part.utf8), Array(spelling(part).utf8)] where text.count >= wanted.count {
            for start in 0...(text.count - wanted.count) where text[start] == wanted[0] {
                if text[start...].starts(with: wanted) { return true }
            }
        }
    }
    return false
}
