import CPlatform
import Testing

@testable import WorkOSDS

struct CalendarTimeTests {
    private func milliseconds(
        _ year: Int64, _ month: Int64, _ day: Int64, _ hour: Int64 = 0, _ minute: Int64 = 0, _ second: Int64 = 0,
        offset: Int64 = 0
    ) -> Int64? {
        CalendarTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second, offset: offset)
            .milliseconds
    }

    @Test func knownMoments() {
        #expect(milliseconds(1970, 1, 1) == 0)
        #expect(milliseconds(1969, 12, 31, 23, 59, 59) == -1000)
        #expect(milliseconds(2000, 1, 1) == 946_684_800_000)
        #expect(milliseconds(2000, 2, 29) == 951_782_400_000)
        #expect(milliseconds(2001, 9, 9, 1, 46, 40) == 1_000_000_000_000)
        #expect(milliseconds(2024, 2, 29, 12) == 1_709_208_000_000)
        #expect(milliseconds(2038, 1, 19, 3, 14, 8) == 2_147_483_648_000)
        #expect(milliseconds(2100, 3, 1) == 4_107_542_400_000)
        #expect(milliseconds(1900, 1, 1) == -2_208_988_800_000)
        #expect(milliseconds(0, 1, 1) == -62_167_219_200_000)
        #expect(milliseconds(9999, 12, 31, 23, 59, 59) == 253_402_300_799_000)
    }

    /// Each day from 1600 to 2400 follows the previous one, with the calendar's month lengths.
    @Test func everyDayOfEightCenturies() {
        let lengths: [Int64] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var expected: Int64 = -11_676_096_000_000
        for year in Int64(1600)...2400 {
            let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
            for month in Int64(1)...12 {
                let length = lengths[Int(month - 1)] + (month == 2 && isLeap ? 1 : 0)
                for day in 1...length {
                    if milliseconds(year, month, day) != expected { Issue.record("\(year)-\(month)-\(day)") }
                    expected += 86_400_000
                }
                if milliseconds(year, month, length + 1) != nil { Issue.record("\(year)-\(month) is too long") }
            }
        }
    }

    @Test func agreesWithTimegm() {
        var seed: UInt64 = 42
        for _ in 0..<20_000 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let second = Int64(seed >> 20) % 4_000_000_000 - 1_000_000_000
            var moment = time_t(second)
            var parts = tm()
            gmtime_r(&moment, &parts)
            let found = milliseconds(
                Int64(parts.tm_year) + 1900, Int64(parts.tm_mon) + 1, Int64(parts.tm_mday), Int64(parts.tm_hour),
                Int64(parts.tm_min),
                Int64(parts.tm_sec))
            if found != second * 1000 { Issue.record("\(second)") }
        }
    }

    @Test(
        arguments: [
            (-1, 1, 1, 0, 0, 0), (10_000, 1, 1, 0, 0, 0), (2024, 0, 1, 0, 0, 0), (2024, 13, 1, 0, 0, 0),
            (2024, 1, 0, 0, 0, 0),
            (2024, 1, 32, 0, 0, 0), (2024, 4, 31, 0, 0, 0), (2023, 2, 29, 0, 0, 0), (1900, 2, 29, 0, 0, 0),
            (2024, 2, 30, 0, 0, 0),
            (2024, 1, 1, 24, 0, 0), (2024, 1, 1, -1, 0, 0), (2024, 1, 1, 0, 60, 0), (2024, 1, 1, 0, 0, 61),
            (2024, 1, 1, 0, 0, -1),
            (.max, 1, 1, 0, 0, 0), (2024, .max, 1, 0, 0, 0), (2024, 1, .max, 0, 0, 0),
            (2024, .min, .min, .min, .min, .min),
        ] as [(Int64, Int64, Int64, Int64, Int64, Int64)])
    func noSuchTime(_ year: Int64, _ month: Int64, _ day: Int64, _ hour: Int64, _ minute: Int64, _ second: Int64) {
        #expect(milliseconds(year, month, day, hour, minute, second) == nil)
    }

    @Test func aLeapSecondIsTheNextMinute() {
        #expect(milliseconds(2016, 12, 31, 23, 59, 60) == milliseconds(2017, 1, 1))
    }

    @Test func offsetsAreAheadOfUTC() {
        #expect(milliseconds(1970, 1, 1, 5, 30, 0, offset: 330) == 0)
        #expect(milliseconds(1969, 12, 31, 16, 0, 0, offset: -480) == 0)
    }
}
