import Testing

@testable import Sandbox

struct TimestampTests {
    @Test func timesAreRead() {
        for text in ["2026-01-15T12:00:00.007Z", "2000-02-29T23:59:59.999Z", "1970-01-01T00:00:00.000Z"] {
            #expect(Timestamp(text: text)?.text == text)
        }
        #expect(Timestamp(text: "2100-03-01T01:02:03Z")?.text == "2100-03-01T01:02:03.000Z")
        #expect(Timestamp(text: "2026-01-15T12:00:00.1234567Z")?.text == "2026-01-15T12:00:00.123Z")
        for text in [
            "", "2026", "2026-1-1", "2026-01-15", "2026-02-29T00:00:00Z", "2026-00-10T00:00:00Z",
            "2026-01-15T12:00:00", "2026-01-15T24:00:00Z", "2026-01-15T12:00:60Z", "2026-01-15T12:00:00+00:00",
            "2026-01-15 12:00:00Z", "2026-01-15T12:00:00.Z", "٢٠٢٦-01-15T00:00:00Z", " 2026-01-15T00:00:00Z",
            "1969-12-31T00:00:00Z",
        ] {
            #expect(Timestamp(text: text) == nil, "\(text)")
        }
    }

    @Test func noSumIsTooLarge() {
        let time = Timestamp(milliseconds: 1_768_478_400_000)
        #expect((time + .max).text == "9999-12-31T23:59:59.999Z")
        #expect((time + .min).text == "1970-01-01T00:00:00.000Z")
        #expect(time - Timestamp(milliseconds: .min) == .max)
        #expect(Timestamp(milliseconds: .min) - time == .min)
    }
}
