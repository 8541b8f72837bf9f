import Testing

@testable import WorkOSDS

struct ScannerTests {
    @Test(arguments: [
        "null", "true", "false", "0", "-0", "1", "-1", "10", "1.5", "-0.0", "1e5", "1E5", "1e+5", "1e-5", "1.5e10",
        "0e0", "0.1",
        "\"\"", "\"abc\"", "[]", "{}", "[1]", "[1,2,3]", "[[],{}]", "{\"a\":1}", "{\"a\":1,\"b\":[2]}", "{\"\":0}",
        "[null,true,false]", "{\"a\":{\"b\":{\"c\":[[[1]]]}}}", "{\"a\":1,\"a\":2}",
        " 1 ", "\t[\r\n1 , 2 ]\n", "{ \"a\" : 1 , \"b\" : 2 }", "[ ]", "{ }", " \n\t\r\"x\" ",
        #""\"\\\/\b\f\n\r\t""#, #""\u0000\u00e9\uFFFF""#, #""\ud83d\ude00""#, #""\uD83D\uDE00""#, #"{"\u0061":1}"#,
        "\"é€😀\"", "\"\u{7F}\u{80}\u{FFFE}\"", "{\"é\":\"😀\"}",
    ])
    func accepts(_ text: String) { #expect(scan(text) == nil) }

    @Test(arguments: [
        "", " ", "nul", "nulll", "True", "tru", "falsee", "NULL", "undefined", "NaN", "Infinity", "-Infinity",
        "01", "-", "+1", "1.", ".5", "-.5", "1e", "1e+", "1.e5", "0x10", "1.5.5", "1e5.5", "--1", "00", "-01", "1 2",
        "1a",
        "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1,,2]", "[}", "[1}", "]1[", "[1]]",
        "{", "}", "{]", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{\"a\" 1}", "{a:1}",
        "{1:1}", "{'a':1}",
        "{\"a\":}", "{\"a\":1 \"b\":2}", "{\"a\"::1}", "{\"a\",1}", "{null:1}", "{[]:1}", "{\"a\":1}}", "{}{}", "[][]",
        "{} x",
        "\"", "\"abc", "'abc'", "\"\\\"", "\"\\x\"", "\"\\u\"", "\"\\u12\"", "\"\\u123g\"", "\"\\u 123\"", "\"\\",
        "\"\\U0041\"", "\"\\'\"",
        "\"a\nb\"", "\"a\tb\"", "\"\u{0}\"", "\"\u{1F}\"", "// x\n1", "/* x */1", "1,", ",1", "\u{FEFF}\u{FEFF}1",
        " \u{FEFF}1", "\u{A0}1", "\u{0C}1",
    ])
    func refuses(_ text: String) throws { #expect(try #require(scan(text)).isMalformed) }

    @Test(arguments: [("[1,x]", 3), ("", 0), ("{\"a\" 1}", 5), ("  ?", 2), ("[1] x", 4), ("\"a\nb\"", 2), ("nulx", 0)])
    func tellsWhere(_ text: String, _ offset: Int) { #expect(scan(text)?.name == "malformed(offset: \(offset))") }

    /// Errors that `Repair` can mend are distinguished from others.
    @Test(arguments: [
        #""\ud800""#, #""\udc00""#, #""\ud800x""#, #""\ud800\u0041""#, #""\udc00\ud800""#, #""\ud800\ud800""#,
        #"{"\ud800":1}"#,
        "9223372036854775808", "-9223372036854775809", "1e309", "-1e400", "[18446744073709551616]", #"{"a\u0000b":1}"#,
        #"{"\u0000":1}"#,
    ])
    func wantsRepair(_ text: String) throws { #expect(try #require(scan(text)).isNeedsRepair) }

    @Test(
        arguments: [[0xE9], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC3], [0x80], [0xFF]]
            as [[UInt8]])
    func wantsRepairOfBytes(_ wrong: [UInt8]) throws {
        #expect(try #require(scan(bytes("\"a") + wrong + bytes("b\""))).isNeedsRepair)
        #expect(try #require(scan(bytes("[") + wrong + bytes("]"))).isMalformed)
    }

    @Test func anEscapedNULIsFineInAValue() {
        #expect(scan(#"{"a":"b\u0000c"}"#) == nil)
        #expect(scan(#"["\u0000"]"#) == nil)
    }

    @Test func skipsOneByteOrderMark() {
        #expect(scan([0xEF, 0xBB, 0xBF] + bytes("{}")) == nil)
        #expect(scan([0xEF, 0xBB, 0xBF] + bytes(" 1")) == nil)
        #expect(scan([0xEF, 0xBB, 0xBF])?.isMalformed == true)
        #expect(scan([0xEF, 0xBB] + bytes("{}"))?.isMalformed == true)
    }

    @Test func refusesANULBehindTheText() {
        #expect(scan(bytes("{}") + [0])?.isMalformed == true)
        #expect(scan(bytes("1") + [0])?.isMalformed == true)
        #expect(scan([0])?.isMalformed == true)
    }

    @Test(arguments: [("[", "]"), ("{\"a\":", "}")])
    func goes512LevelsDeep(_ opening: String, _ closing: String) throws {
        func nested(_ depth: Int) -> String {
            String(repeating: opening, count: depth) + (opening == "[" ? "" : "1")
                + String(repeating: closing, count: depth)
        }
        #expect(scan(nested(511)) == nil)
        #expect(scan(nested(512)) == nil)
        #expect(try #require(scan(nested(513))).isTooDeep)
        #expect(try #require(scan(String(repeating: opening, count: 100_000))).isTooDeep)
    }

    /// Each level knows whether it is an array or an object.
    @Test func keepsKindsOfContainersApart() throws {
        let opening = (0..<512).map { $0 % 3 == 0 ? "{\"k\":" : "[" }
        let closing = opening.reversed().map { $0 == "[" ? "]" : "}" }
        let sound = opening.joined() + "0" + closing.joined()
        #expect(scan(sound) == nil)
        for wrong in [1, 7, 63, 64, 65, 128, 511] {
            var swapped = closing
            swapped[wrong] = swapped[wrong] == "]" ? "}" : "]"
            #expect(try #require(scan(opening.joined() + "0" + swapped.joined())).isMalformed, "level \(wrong)")
        }
    }

    @Test func givesTheRangeOfTheValue() throws {
        let buffer = ByteBuffer(" \n[1, 2] ")
        var scanner = Scanner(buffer)
        let range = try scanner.scanDocument()
        #expect(range.lower == 2 && range.upper == 8 && range.length == 6)
    }

    /// Every proper prefix of a valid text is rejected.
    @Test func refusesEveryPrefix() throws {
        let whole = bytes(
            #"{"data":[{"id":"\u00e9\ud83d\ude00é","n":-1.5e+3,"t":[true,null]}],"list_metadata":{"after":null}}"#)
        #expect(scan(whole) == nil)
        for length in 0..<whole.count {
            let failure = try #require(scan(Array(whole.prefix(length))))
            #expect(failure.isMalformed || failure.isNeedsRepair, "\(length) bytes")
        }
    }
}
