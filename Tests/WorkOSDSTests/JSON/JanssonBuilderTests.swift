import CJansson
import CPlatform
import Testing

@testable import WorkOSDS

struct JanssonBuilderTests {
    /// What the value of a text reads as when jansson writes it.
    private func dump(_ given: String) -> String? {
        let buffer = ByteBuffer(given)
        return withExtendedLifetime(buffer) {
            guard let text = JanssonValue.parsing(buffer.bytes, buffer.count)?.dump() else { return nil }
            defer { free(text) }
            return String(cString: text)
        }
    }

    @Test(arguments: [
        "null", "true", "false", "0", "-1", "9223372036854775807", "-9223372036854775808", "1.5", "-0.0", "1e22",
        "\"\"", "\"é€😀\"", "[]", "{}", "[[]]",
        "[{}]", "{\"a\":[]}", "[1,[2,[3,[]],4],{}]", "{\"a\":1,\"b\":{\"c\":[null,true,false,\"x\"]},\"\":{}}",
        "[[],[],[[],{}]]", "{\"a\":{},\"b\":[]}",
        "[\"]\",\"}\",\",\",\":\",\"[\"]", "{\"{\":\"}\"}",
    ])
    func readsWhatJanssonWrites(_ given: String) { #expect(dump(given) == given) }

    @Test(arguments: [
        (" [ 1 , 2 ] ", "[1,2]"), ("{ \"a\" : { \"b\" : 1 } , \"c\" : [ ] }", #"{"a":{"b":1},"c":[]}"#),
        (#""\u00e9\ud83d\ude00\/""#, #""é😀/""#),
        (#""\"\\\b\f\n\r\t""#, #""\"\\\b\f\n\r\t""#), (#"{"a":1,"b":2,"a":3}"#, #"{"a":3,"b":2}"#),
        (#"{"\u0061":1,"a":2}"#, #"{"a":2}"#),
        ("-0", "0"), ("1E5", "100000.0"), ("1.50", "1.5"), ("[1 ,\n2]", "[1,2]"), (#"["\\"]"#, #"["\\"]"#),
        (#"["\\\"",1]"#, #"["\\\"",1]"#),
        ("1.7976931348623157e308", "1.7976931348623157e308"), ("5e-324", "4.9406564584124654e-324"),
    ])
    func readsOtherForms(_ given: String, _ expected: String) { #expect(dump(given) == expected) }

    @Test func keepsAnEscapedNULInAValue() {
        let buffer = ByteBuffer(#""a\u0000b""#)
        let value = JanssonValue.parsing(buffer.bytes, buffer.count)
        #expect(value.map { json_string_length($0.pointer) } == 3)
        withExtendedLifetime(buffer) {}
    }

    @Test func goesAsDeepAsTheScanner() {
        let nested = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        #expect(dump(nested) == nested)
        let objects = String(repeating: "{\"a\":", count: 512) + "1" + String(repeating: "}", count: 512)
        #expect(dump(objects) == objects)
    }

    @Test func givesNothingForNothing() { #expect(dump("") == nil) }
}
