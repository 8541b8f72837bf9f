import Testing

@testable import Sandbox

struct JSONTests {
    private func roundTrip(_ text: String) throws -> String {
        var written: [UInt8] = []
        try JSONParser.parse(Array(text.utf8)).write(to: &written)
        return String(decoding: written, as: UTF8.self)
    }

    @Test(arguments: [
        #"{"b":1,"a":[true,false,null,{}],"ü":"é"}"#, #"[1.5,1e-7,-0,12345678901234567890]"#, #""\"\\\n\u0001""#, "[]",
    ])
    func keepsWhatItReads(_ text: String) throws {
        #expect(try roundTrip(text) == text)
    }

    @Test func decodesEscapes() throws {
        #expect(try roundTrip(#" [ "\u00e9\ud83d\ude00\/" , 1 ] "#) == #"["é😀/",1]"#)
        #expect(try roundTrip(#""\ud83d.""#) == "\"\u{FFFD}.\"")
    }

    @Test(arguments: ["", "{", "[1,]", "{\"a\" 1}", "01", "1.", "nul", "\"\u{1}\"", #""\u12g4""#, "1 2", "'a'"])
    func refusesWhatIsNotJSON(_ text: String) {
        #expect(throws: JSONParser.Failure.self) { try roundTrip(text) }
    }

    @Test func refusesDeepNesting() {
        #expect(throws: JSONParser.Failure.self) { try roundTrip(String(repeating: "[", count: 100_000)) }
    }

    @Test func previousAttributesAreAShallowDifference() {
        let old: JSONObject = [
            "name": "A", "same": 1, "updated_at": "1", "custom_attributes": ["x": ["deep": 1], "y": 2],
        ]
        let new: JSONObject = [
            "name": "B", "same": 1, "updated_at": "2", "added": true,
            "custom_attributes": ["x": ["deep": 2], "y": 2, "z": 3],
        ]
        #expect(
            old.previousAttributes(after: new) == [
                "name": "A", "custom_attributes": ["x": ["deep": 1], "z": nil], "added": nil,
            ]
        )
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (951_782_399_999, "2000-02-28T23:59:59.999Z"),
        (1_709_164_800_000, "2024-02-29T00:00:00.000Z"), (1_768_478_400_007, "2026-01-15T12:00:00.007Z"),
        (4_102_444_800_000, "2100-01-01T00:00:00.000Z"),
    ])
    func timestamps(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).text == text)
    }
}
