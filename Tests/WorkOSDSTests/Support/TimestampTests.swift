import Testing

@testable import WorkOSDS

struct TimestampTests {
    private func milliseconds(_ text: String) -> Int64? { Timestamp.milliseconds(bytes(text)) }

    @Test(
        arguments: [
            ("2026-01-15T12:00:00.000Z", 1_768_478_400_000), ("2021-07-31T05:10:19+0000", 1_627_708_219_000),
            ("2020-05-06 04:21:48.649164", 1_588_738_908_649), ("1970-01-01T00:00:00Z", 0), ("1970-01-01t00:00:00z", 0),
            ("1970-01-01T00:00:00", 0),
            ("1970-01-01T05:30:00+05:30", 0), ("1969-12-31T16:00:00-0800", 0), ("1970-01-01T00:00:00-00:00", 0),
            ("1970-01-01T23:59:00+23:59", 0),
            ("1969-12-31T23:59:59.999Z", -1), ("2024-02-29T23:59:60Z", 1_709_251_200_000),
            ("2021-06-25T19:07:33.155Z", 1_624_648_053_155),
        ] as [(String, Int64)])
    func reads(_ text: String, _ expected: Int64) { #expect(milliseconds(text) == expected) }

    /// Truncated, not rounded.
    @Test(
        arguments: [
            ("5", 500), ("05", 50), ("005", 5), ("0005", 0), ("9999", 999), ("123456789", 123), ("000000000", 0),
        ] as [(String, Int64)])
    func fractions(_ digits: String, _ expected: Int64) {
        #expect(milliseconds("1970-01-01T00:00:00.\(digits)Z") == expected)
        #expect(milliseconds("1970-01-01 00:00:00.\(digits)") == expected)
    }

    @Test(arguments: [
        "", "2026", "2026-01-15", "2026-01-15T", "2026-01-15T12", "2026-01-15T12:00", "2026-01-15T12:00Z",
        "2026-1-15T12:00:00Z",
        "26-01-15T12:00:00Z", "2026-01-15X12:00:00Z", "2026/01/15T12:00:00Z", "2026-01-15T12.00.00Z",
        " 2026-01-15T12:00:00Z",
        "2026-01-15T12:00:00Z ", "2026-01-15T12:00:00ZZ", "2026-01-15T12:00:00.Z", "2026-01-15T12:00:00.1234567890Z",
        "2026-01-15T12:00:00,5Z",
        "2026-01-15T12:00:00+1", "2026-01-15T12:00:00+01", "2026-01-15T12:00:00+010", "2026-01-15T12:00:00+24:00",
        "2026-01-15T12:00:00+00:60",
        "2026-01-15T12:00:00+01:0", "2026-01-15T12:00:00*0100", "2026-01-15T12:00:00+01:00x", "2026-00-15T12:00:00Z",
        "2026-13-15T12:00:00Z",
        "2026-02-29T12:00:00Z", "2026-04-31T12:00:00Z", "2026-01-15T24:00:00Z", "2026-01-15T12:60:00Z",
        "2026-01-15T12:00:61Z",
        "-026-01-15T12:00:00Z", "+026-01-15T12:00:00Z", "null", "1700000000", "2026-01-15T12:00:00 UTC",
        "Thu, 15 Jan 2026 12:00:00 GMT",
    ])
    func refuses(_ text: String) { #expect(milliseconds(text) == nil) }

    @Test func refusesBytesThatAreNoText() {
        #expect(Timestamp.milliseconds([0xFF]) == nil)
        #expect(Timestamp.milliseconds(bytes("2026-01-15T12:00:00Z") + [0]) == nil)
    }

    /// A proper prefix of a time is invalid, unless it ends at the optional fraction or zone.
    @Test func prefixes() {
        let whole = bytes("2026-01-15T12:00:00.123+01:00")
        let complete = (0...whole.count).filter { Timestamp.milliseconds(Array(whole.prefix($0))) != nil }
        #expect(complete == [19, 21, 22, 23, 29])
    }
}
