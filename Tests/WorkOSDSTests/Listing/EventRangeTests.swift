import Testing

@testable import WorkOSDS

struct EventRangeTests {
    private func range(start: String? = nil, end: String? = nil, hasCursor: Bool = false) throws(Failure) -> EventRange
    {
        try EventRange(start: start.map { bytes($0) }, end: end.map { bytes($0) }, hasCursor: hasCursor)
    }

    private func sent(_ range: EventRange, hasCursor: Bool = false) -> [String] {
        range.parameters(hasCursor: hasCursor).map {
            "\(text($0.name.withUTF8Buffer { Array($0) }))=\(text($0.items[0]))"
        }
    }

    private func refusal(_ body: () throws(Failure) -> EventRange) -> String? {
        let refused = failure { () throws(Failure) in _ = try body() }
        #expect(refused == nil || refused?.status == .invalidArgument)
        return text(ended: refused?.message)
    }

    @Test(arguments: [
        ("2026-01-15T12:00:00.000Z", "2026-01-15T12:00:00.000Z"), ("2026-01-15T12:00:00Z", "2026-01-15T12:00:00Z"),
        ("2026-01-15t12:00:00z", "2026-01-15T12:00:00Z"), ("2026-01-15 12:00:00", "2026-01-15T12:00:00Z"),
        ("2026-01-01T00:59:59+0100", "2025-12-31T23:59:59Z"), ("2024-02-28T23:30:00-00:30", "2024-02-29T00:00:00Z"),
        ("2020-05-06 04:21:48.649164", "2020-05-06T04:21:48.649Z"), ("2026-06-30T23:59:60Z", "2026-07-01T00:00:00Z"),
        ("0001-01-01T00:00:00.5+01:00", "0000-12-31T23:00:00.500Z"), ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
    ])
    func sendsUTC(_ given: String, _ expected: String) throws {
        #expect(sent(try range(end: given)) == ["range_end=\(expected)"])
    }

    @Test(arguments: [
        "yesterday", "2026-01-15", "2026-13-01T00:00:00Z", "2026-01-15T12:00:00 Z", "1768478400",
        "2026-01-15T12:00:00+1",
        "0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01",
    ])
    func refusesWhatIsNoTime(_ given: String) {
        let start = refusal { () throws(Failure) in try range(start: given) }
        let end = refusal { () throws(Failure) in try range(end: given) }
        let ending = "\"\(given)\" must be a time such as 2026-01-15T12:00:00Z"
        #expect(start == "range_start \(ending)" && end == "range_end \(ending)")
    }

    /// The API accepts a start only without a cursor.
    @Test func theStartIsAskedForOnce() throws {
        let range = try range(start: "2026-01-01T00:00:00Z", end: "2026-01-01T00:00:00Z")
        #expect(sent(range) == ["range_start=2026-01-01T00:00:00Z", "range_end=2026-01-01T00:00:00Z"])
        #expect(sent(range, hasCursor: true) == ["range_end=2026-01-01T00:00:00Z"])
        #expect(sent(try self.range()) == [])
    }

    @Test func refusesWhatCannotBe() throws {
        let start = "2026-01-01T00:00:00Z"
        #expect(refusal { () throws(Failure) in try range(start: start, hasCursor: true) }?.contains("after") == true)
        #expect(refusal { () throws(Failure) in try range(end: start, hasCursor: true) } == nil)
        let end = "2026-01-01T00:59:59.999+01:00"
        #expect(refusal { () throws(Failure) in try range(start: start, end: end) }?.contains("later") == true)
    }

    @Test func endsBehindItsEnd() throws {
        let range = try range(end: "2026-01-20T00:00:00.5Z")
        #expect(range.hasEnd)
        for time in ["2026-01-20T00:00:00.500Z", "2026-01-20T01:00:00.5+01:00", "", "soon"] {
            #expect(!range.isOver(at: bytes(time)))
        }
        for time in ["2026-01-20T00:00:00.501Z", "2026-01-20 00:00:01"] { #expect(range.isOver(at: bytes(time))) }
        #expect(!(try self.range()).isOver(at: bytes("2026-01-20T00:00:00.501Z")))
    }

    /// Every time is written in the form that is read.
    @Test func textsOfTimes() {
        var time: Int64 = -62_167_219_200_000
        while time <= 253_402_300_799_999 {
            let written = Timestamp.text(time, fraction: true)
            if written.flatMap({ Timestamp.milliseconds($0) }) != time { Issue.record("\(time)") }
            time += 86_399_999 * 17
        }
        #expect(Timestamp.text(-62_167_219_200_001, fraction: true) == nil)
        #expect(Timestamp.text(253_402_300_800_000, fraction: true) == nil)
        #expect(Timestamp.text(-1, fraction: true).map { text($0) } == "1969-12-31T23:59:59.999Z")
    }
}
