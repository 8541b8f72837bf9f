import Testing

@testable import WorkOSDS

struct TextDecoderTests {
    private func decoded(_ inside: String) -> [UInt8] {
        withCursor(inside) { cursor in
            var result = TextDecoder.bytes(cursor, length: inside.utf8.count)
            #expect(result.suffix(ByteCursor.padding).allSatisfy { $0 == 0 })
            result.removeLast(ByteCursor.padding)
            return result
        }
    }

    @Test(arguments: [
        ("", ""), ("abc", "abc"), ("é€😀", "é€😀"), (#"\"\\\/"#, "\"\\/"), (#"\b\f\n\r\t"#, "\u{8}\u{C}\n\r\t"),
        (#"\u0041"#, "A"),
        (#"\u00e9"#, "é"), (#"\u20AC"#, "€"), (#"\ud83d\ude00"#, "😀"), (#"a\u0000b"#, "a\u{0}b"),
        (#"\u007f\u0080"#, "\u{7F}\u{80}"),
        (#"\u07ff\u0800"#, "\u{7FF}\u{800}"), (#"\uFFFF"#, "\u{FFFF}"), (#"\uD800\uDC00"#, "\u{10000}"),
        (#"\udbff\udfff"#, "\u{10FFFF}"),
        (#"\\u0041"#, "\\u0041"), (#"x\u0041\n\u00e9y"#, "xA\néy"),
    ])
    func decodes(_ inside: String, _ expected: String) { #expect(decoded(inside) == bytes(expected)) }

    @Test func aNULInACStringIsReplaced() {
        withCursor(#"a\u0000\u0000b"#) { cursor in
            #expect(TextDecoder.bytes(cursor, length: 14, exact: false).starts(with: bytes("a\u{FFFD}\u{FFFD}b")))
        }
    }

    /// Every code unit, compared with Swift's encoder.
    @Test func encodesEveryScalarOfTheFirstPlane() {
        for value in UInt32(1)...0xFFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let digits = String(value, radix: 16)
            let inside = "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            if decoded(inside) != Array(String(Character(scalar)).utf8) { Issue.record("\(inside)") }
        }
    }

    /// Only up to the given end, although the buffer is longer.
    @Test func decodesOnlyItsLength() {
        withCursor(#"ab\ncd"#) { cursor in
            #expect(TextDecoder.bytes(cursor, length: 4).dropLast(ByteCursor.padding) == bytes("ab\n")[...])
        }
    }

    /// The output is never longer than the text, which is the size of the target.
    @Test(arguments: [#"\u0000"#, #"\u07ff"#, #"\uffff"#, #"\ud83d\ude00"#, #"\n"#, "😀"])
    func neverGrows(_ inside: String) { #expect(decoded(inside).count <= inside.utf8.count) }
}
