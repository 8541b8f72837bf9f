import Testing

@testable import WorkOSDS

struct RetryAfterTests {
    /// 1994-11-06 08:49:37
    private let moment: Int64 = 784_111_777_000

    private func milliseconds(_ text: String, now: Int64 = 0) -> Int64? {
        RetryAfter.milliseconds(bytes(text), now: now)
    }

    @Test(
        arguments: [
            ("0", 0), ("1", 1000), ("17", 17_000), ("0120", 120_000), ("9223372036854775", 9_223_372_036_854_775_000),
            ("9223372036854776", .max),
            ("9223372036854775807", .max), ("9223372036854775808", .max), ("99999999999999999999999999", .max),
        ] as [(String, Int64)])
    func seconds(_ text: String, _ expected: Int64) { #expect(milliseconds(text, now: moment) == expected) }

    @Test(arguments: [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun Nov 06 08:49:37 1994",
    ])
    func theThreeForms(_ text: String) {
        #expect(HTTPDate.milliseconds(bytes(text)) == moment)
        #expect(milliseconds(text, now: moment - 5000) == 5000)
        #expect(milliseconds(text, now: moment - 1) == 1)
        #expect(milliseconds(text, now: moment) == 0)
        #expect(milliseconds(text, now: moment + 86_400_000) == 0)
    }

    @Test(arguments: [
        "", " ", "-1", "+1", "1.5", "1,5", "1e3", "0x10", "1s", "soon", "1 2", "\u{661}", "Sun", "Sun, 06 Nov 1994",
        "06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 06 November 1994 08:49:37 GMT", "Sun, 31 Nov 1994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
        "Tue, 29 Feb 2023 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:00 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
        "Sun, 06 Nov 1994 8:49:37 GMT",
        "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Nov 1994 08::49:37 GMT", "Sun, 06 Nov 1994 :08:49:37 GMT",
        "Sun, 06 Nov 19941 08:49:37 GMT",
        "Sun, 06 Nov 199 08:49:37 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT", "Sunday, 06-Nov 08:49:37 GMT",
        "Sunday, 06-Nov-94-1 08:49:37 GMT",
        "Sun, -6 Nov 1994 08:49:37 GMT", "Sun, 006 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z", ",,,,",
        "Sun Nov  6 08:49:37 1994 GMT x",
    ])
    func garbage(_ text: String) { #expect(milliseconds(text) == nil) }

    @Test func absent() { #expect(RetryAfter.milliseconds(nil, now: 0) == nil) }

    @Test func bytesThatAreNoText() {
        #expect(RetryAfter.milliseconds([0xFF, 0xFE], now: 0) == nil)
        #expect(RetryAfter.milliseconds([0x31, 0x00], now: 0) == nil)
    }

    /// Two digits mean 1970 to 2069.
    @Test(
        arguments: [("70", 0), ("69", 3_124_224_000_000), ("00", 946_684_800_000), ("99", 915_148_800_000)]
            as [(String, Int64)])
    func yearsOfTwoDigits(_ year: String, _ expected: Int64) {
        #expect(HTTPDate.milliseconds(bytes("Thursday, 01-Jan-\(year) 00:00:00 GMT")) == expected)
    }

    @Test func datesFarOff() {
        #expect(HTTPDate.milliseconds(bytes("Fri, 31 Dec 9999 23:59:59 GMT")) == 253_402_300_799_000)
        #expect(HTTPDate.milliseconds(bytes("Sat, 01 Jan 0000 00:00:00 GMT")) == -62_167_219_200_000)
        #expect(milliseconds("Sat, 01 Jan 0000 00:00:00 GMT", now: moment) == 0)
        #expect(HTTPDate.milliseconds(bytes("Sat, 31 Dec 2016 23:59:60 GMT")) == 1_483_228_800_000)
    }
}
