import Testing

@testable import WorkOSDS

struct RepairTests {
    private func repaired(_ given: [UInt8]) -> [UInt8] {
        let output = ByteBuffer("left from before")
        #expect(Repair.run(ByteBuffer(given), into: output))
        return output.content
    }

    private func repaired(_ given: String) -> String { text(repaired(bytes(given))) }

    /// Repaired as expected, and then scanned again.
    private func expect(_ given: String, _ expected: String, _ location: SourceLocation = #_sourceLocation) {
        #expect(repaired(given) == expected, sourceLocation: location)
        #expect(scan(given)?.isNeedsRepair == true, sourceLocation: location)
        #expect(scan(expected) == nil, sourceLocation: location)
        #expect(repaired(expected) == expected, sourceLocation: location)
    }

    @Test func loneSurrogatesBecomeReplacementCharacters() {
        expect(#"["\ud800"]"#, #"["\ufffd"]"#)
        expect(#"["x\udfffy"]"#, #"["x\ufffdy"]"#)
        expect(#"["\uDC00\uD800"]"#, #"["\ufffd\ufffd"]"#)
        expect(#"["\ud800\ud83d\ude00"]"#, #"["\ufffd\ud83d\ude00"]"#)
        expect(#"["\ud83d\ude00\ude00"]"#, #"["\ud83d\ude00\ufffd"]"#)
        expect(#"["\ud800\n"]"#, #"["\ufffd\n"]"#)
        expect(#"["\ud800\u0041"]"#, #"["\ufffd\u0041"]"#)
        expect(#"["\ud800\\u0041"]"#, #"["\ufffd\\u0041"]"#)
        expect(#"{"a\ud800":1}"#, #"{"a\ufffd":1}"#)
    }

    /// A key that needs no repair keeps its name; repaired ones get a number if they would be equal.
    @Test func keysStayApart() {
        expect(#"{"k\u0000":1,"k\ufffd":2,"k\ud800":3}"#, #"{"k\ufffd1":1,"k\ufffd":2,"k\ufffd2":3}"#)
        expect(#"{"\ud800":1,"\udc00":2,"\ufffd1":3}"#, #"{"\ufffd":1,"\ufffd2":2,"\ufffd1":3}"#)
        expect(
            #"{"a":{"\ud800":1},"\ud800":{"\ud800":2},"b":[{"\ud800":3},{"\ud800":4}]}"#,
            #"{"a":{"\ufffd":1},"\ufffd":{"\ufffd":2},"b":[{"\ufffd":3},{"\ufffd":4}]}"#)
        expect(
            #"{"x\ud800":{"x\ud800":1,"x\u0000":2},"x\udc00":3}"#,
            #"{"x\ufffd":{"x\ufffd":1,"x\ufffd1":2},"x\ufffd1":3}"#)
        expect(#"["\ud800","\ud800",{"\ud800":"\ud800"}]"#, #"["\ufffd","\ufffd",{"\ufffd":"\ufffd"}]"#)
        expect("{\"\u{FFFD}\":1,\"\\u0000\":2}", "{\"\u{FFFD}\":1,\"\\ufffd1\":2}")
    }

    /// The scanner rejects such a key, after the repair.
    @Test(arguments: [#""\u"#, #""\ud800\u"#, #""\ud800\u0"#, #""\ud800\u00g"#, #""\ud800\ud83d\u"#, #""\u0000\u12"#])
    func escapesCutOffAtTheEndOfAKey(_ key: String) {
        let given = "{" + key + #"":1,"\ud800":2}"#
        #expect(repaired(given).hasSuffix(#":1,"\ufffd":2}"#))
        #expect(scan(repaired(given)) != nil)
    }

    /// Any number of them, at any depth.
    @Test func keysThatMeetTakeLinearTime() {
        let count = 20_000
        let given = "{" + (0..<count).map { #""\ud800":\#($0)"# }.joined(separator: ",") + "}"
        let duration = processorTime {
            let numbers = (0..<count).map { #""\ufffd\#($0 == 0 ? "" : "\($0)")":\#($0)"# }
            #expect(repaired(given) == "{" + numbers.joined(separator: ",") + "}")
        }
        #expect(duration < .seconds(20))
        let deep = String(repeating: #"{"\ud800":"#, count: 600) + "1" + String(repeating: "}", count: 600)
        #expect(repaired(deep) == deep.replacing("d800", with: "fffd"))
        #expect(repaired(#"]}{"\ud800":1}"#) == #"]}{"\ufffd":1}"#)
    }

    @Test func anEscapedBackslashBeginsNoSurrogate() {
        expect(#"["\\ud800","\ud800"]"#, #"["\\ud800","\ufffd"]"#)
    }

    @Test(
        arguments: [
            ([0xE9], 1), ([0xC0, 0xAF], 2), ([0xED, 0xA0, 0x80], 3), ([0xF5], 1), ([0xE2, 0x82], 2), ([0xFF, 0xFE], 2),
            ([0xF0, 0x9F, 0x98], 3), ([0x80], 1), ([0xF4, 0x90, 0x80, 0x80], 4),
        ] as [([UInt8], Int)])
    func undecodableBytesBecomeReplacementCharacters(_ wrong: [UInt8], _ count: Int) {
        let given = bytes("{\"name\":\"é") + wrong + bytes("x\",\"n\":1}")
        let expected = "{\"name\":\"é" + String(repeating: "\u{FFFD}", count: count) + "x\",\"n\":1}"
        #expect(text(repaired(given)) == expected)
        #expect(scan(expected) == nil)
    }

    @Test func wrongBytesOutsideOfTextsStay() {
        let given = bytes("[1,") + [0xFF] + bytes("]")
        #expect(repaired(given) == given)
    }

    @Test(arguments: [
        "9223372036854775808", "-9223372036854775809", "18446744073709551616", "123456789012345678901234567890",
        "1e309", "-1e400", "1E+999",
        "1.7976931348623159e308",
    ])
    func hugeNumbersBecomeTextsOfTheSameDigits(_ number: String) {
        expect(number, "\"\(number)\"")
        expect("[\(number)]", "[\"\(number)\"]")
        expect("{\"a\" : \(number) ,\"b\":\(number)}", "{\"a\" : \"\(number)\" ,\"b\":\"\(number)\"}")
        expect("[1,\(number)\n,2]", "[1,\"\(number)\"\n,2]")
    }

    @Test func numbersInTextsAndThoseThatFitStay() {
        expect(
            #"["99999999999999999999",9223372036854775807,1e308,1e309]"#,
            #"["99999999999999999999",9223372036854775807,1e308,"1e309"]"#)
    }

    @Test func anEscapedNULInAKeyBecomesAReplacementCharacter() {
        expect(#"{"a\u0000b":"c\u0000d"}"#, #"{"a\ufffdb":"c\u0000d"}"#)
        expect(#"{"\u0000\u0000" :1}"#, #"{"\ufffd\ufffd" :1}"#)
        expect(#"{"\\u0000\u0000":"\u0000"}"#, #"{"\\u0000\ufffd":"\u0000"}"#)
        expect(#"{"\ud800\u0000":1}"#, #"{"\ufffd\ufffd":1}"#)
        expect(#"{"\"\u0000":{"\/\u0000":2}}"#, #"{"\"\ufffd":{"\/\ufffd":2}}"#)
    }

    @Test func mendsAllInOnePass() {
        let given =
            bytes(#"{"k\u0000":"\ud800"#) + [0xE9]
            + bytes(#"","n":[1e999,-99999999999999999999],"ok":"é\ud83d\ude00"}"#)
        let expected =
            #"{"k\ufffd":"\ufffd"# + "\u{FFFD}" + #"","n":["1e999","-99999999999999999999"],"ok":"é\ud83d\ude00"}"#
        #expect(text(repaired(given)) == expected)
        #expect(scan(expected) == nil)
    }

    /// A byte order mark, whitespace, escapes and the form of numbers are unchanged.
    @Test(arguments: [
        "", " ", "\u{FEFF}{}", " \t\r\n[ 1 , 2 ]\n", #"["\"\\\/\b\f\n\r\t\u00e9\uFFFF\ud83d\ude00"]"#,
        "[1.50,-0,0.0e0,1E+5]",
        #"{"a":"b\u0000"}"#, "[true,false,null]", "{\"é\":\"😀\u{FFFE}\u{7F}\"}", "{\"a\":1,\"a\":2}",
    ])
    func changesNothingThatIsSound(_ sound: String) { #expect(repaired(sound) == sound) }

    /// It does not check the grammar: malformed text stays malformed.
    @Test(arguments: [
        "{1e999:1}", "{\"a\":1e999,1e999:2}", "{\"a\":99999999999999999999, 99999999999999999999 :1}", "[1e999",
        "[1e999,]", "01e999", "1e999x",
        "\"\\ud800", "\"\\ud8", "[\"\\x\",1e999]", "{\"a\":-}", "[1e999 1]", "\"a\n\\ud800\"", "--1e999", "1e999e",
        "[\"\\u12\",1e999]",
    ])
    func makesNothingWellFormed(_ malformed: String) {
        #expect(scan(repaired(malformed))?.isMalformed == true)
    }

    @Test func growsAtMostThreefold() {
        let given = bytes("\"") + [UInt8](repeating: 0xFF, count: 10_000) + bytes("\"")
        #expect(repaired(given).count == 2 + 3 * 10_000)
    }

    @Test func mendsTextThatIsNoJSON() {
        let output = ByteBuffer()
        #expect(Repair.text(ByteBuffer(bytes("<html>caf") + [0xE9] + bytes("\u{0}\"\\ud800 1e999 é")), into: output))
        #expect(text(output.content) == "<html>caf\u{FFFD}\u{0}\"\\ud800 1e999 é")
    }

    /// Linear time for any content.
    @Test(arguments: [
        "-", "1", "\"", "\\", "[", "\"\\", "1e", "\"\\ud800\"", "{\"\\u0000\":", "9999999999999999999999,",
    ])
    func takesLinearTime(_ unit: String) {
        let buffer = ByteBuffer(String(repeating: unit, count: 400_000 / unit.utf8.count))
        let output = ByteBuffer()
        let duration = processorTime { #expect(Repair.run(buffer, into: output)) }
        #expect(duration < .seconds(5))
    }
}
