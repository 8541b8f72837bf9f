import Testing

@testable import WorkOSDS

struct MessageTests {
    private func line(_ bytes: [UInt8]) -> [UInt8] {
        let message: Message = "\(redacted: bytes)"
        return message.line()
    }

    private func line(_ given: String) -> String { text(line(bytes(given))) }

    @Test(arguments: [
        ("", ""), ("abc", "abc"), ("é😀", "é😀"), ("a  b", "a b"), ("a\n\r\n\tb", "a b"), ("a\u{0}b", "a b"),
        ("a\u{7F}b", "a b"), ("a \u{1B}[31m b", "a [31m b"),
        ("a\u{85}b", "a b"), ("a\u{9B}31mb", "a 31mb"), ("a\u{A0}b", "a\u{A0}b"), ("a\u{2028}b\u{2029}c", "a b c"),
        ("a\u{2027}b", "a\u{2027}b"),
    ])
    func isOneLineWithoutControlCharacters(_ given: String, _ expected: String) { #expect(line(given) == expected) }

    @Test func isUTF8() {
        #expect(text(line(bytes("caf") + [0xE9] + bytes("!"))) == "caf\u{FFFD}!")
        #expect(text(line([0xED, 0xA0, 0x80])) == "\u{FFFD}\u{FFFD}\u{FFFD}")
        #expect(text(line([0xF0, 0x9F, 0x98])) == "\u{FFFD}\u{FFFD}\u{FFFD}")
    }

    /// A character of any length across the limit, at every position.
    @Test(arguments: ["x", "é", "€", "😀"])
    func isAtMost300BytesCutBetweenCharacters(_ character: String) {
        for padding in 0...8 {
            for count in [60, 74, 75, 76, 100, 150, 290, 300, 301, 1000] {
                let given = String(repeating: ".", count: padding) + String(repeating: character, count: count)
                let shortened = line(bytes(given))
                #expect(shortened.count <= Message.maximumLength)
                #expect(String(validating: shortened, as: UTF8.self) != nil)
                if given.utf8.count <= 300 {
                    #expect(text(shortened) == given)
                } else {
                    #expect(
                        text(shortened).hasSuffix(character + "...") && given.hasPrefix(text(shortened).dropLast(3)))
                    #expect(shortened.count >= 300 - 3)
                }
            }
        }
    }

    @Test func wrongBytesAcrossTheBorder() {
        for length in 280...320 {
            let shortened = line(
                [UInt8](repeating: UInt8(ascii: "a"), count: length) + [UInt8](repeating: 0xFF, count: 50))
            #expect(shortened.count <= 300 && String(validating: shortened, as: UTF8.self) != nil)
        }
    }

    @Test(arguments: [0, 1, -1, 10, -42, 1234567890, .max, .min] as [Int64])
    func numbers(_ number: Int64) {
        let message: Message = "n=\(number)"
        #expect(text(message.bytes) == "n=\(number)")
    }

    @Test func quotesAreShortened() {
        func quoted(_ given: String, limit: Int = 80) -> String {
            let message: Message = "\(quoted: bytes(given), limit: limit, hiding: .none)"
            return text(message.bytes)
        }
        #expect(quoted("") == "\"\"" && quoted("abc") == "\"abc\"")
        #expect(quoted(String(repeating: "a", count: 80)) == "\"" + String(repeating: "a", count: 80) + "\"")
        #expect(quoted(String(repeating: "a", count: 81)) == "\"" + String(repeating: "a", count: 77) + "...\"")
        for padding in 0...3 {
            let shortened = quoted(String(repeating: ".", count: padding) + String(repeating: "€", count: 50))
            #expect(!shortened.contains("\u{FFFD}") && shortened.hasSuffix("€...\"") && shortened.utf8.count <= 82)
        }
    }

    @Test func cleanTextCutsBetweenCharacters() {
        #expect(text(CleanText.prefix(bytes("aé😀"), 100)) == "aé😀")
        #expect(
            (0...7).map { text(CleanText.prefix(bytes("aé😀"), $0)) } == ["", "a", "a", "aé", "aé", "aé", "aé", "aé😀"])
        #expect(CleanText.prefix(bytes("abc"), -1) == [])
        #expect(CleanText.prefix([0x80, 0x80, 0x80], 2) == [])
    }

    @Test func cleanTextIsUTF8() {
        #expect(text(CleanText.line(bytes("a") + [0xFF, 0x80] + bytes("é"), limit: 50)) == "a\u{FFFD}\u{FFFD}é")
        #expect(CleanText.line(bytes("abcdef"), limit: 5) == bytes("ab..."))
        let odd = "a\u{7F}b\u{85}c\u{2028}d\u{202E}e\u{2069}f\u{2025}\u{2070}"
        #expect(text(CleanText.line(bytes(odd), limit: 50)) == "a b c d e f\u{2025}\u{2070}")
    }
}
