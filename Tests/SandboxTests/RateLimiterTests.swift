import Testing

@testable import Sandbox

struct RateLimiterTests {
    /// Which of the requests at these times, in milliseconds, are allowed.
    private func admitted(_ limit: RateLimit, _ times: [Int64], rate: Int = 4) -> [Bool] {
        let limiter = RateLimiter()
        return times.map { limiter.admits("directory", limit: limit, rate: rate, at: $0 * 1_000_000) }
    }

    @Test func bucketRefillsOverTime() {
        #expect(
            admitted(.bucket, [0, 0, 0, 0, 0, 249, 250, 251]) == [true, true, true, true, false, false, true, false])
        #expect(admitted(.bucket, [0, 0, 0, 0, 10_000, 10_000, 10_000, 10_000, 10_000]).filter(\.self).count == 8)
    }

    @Test func windowSlides() {
        #expect(
            admitted(.window, [0, 900, 900, 900, 950, 999, 1000, 1001])
                == [true, true, true, true, false, false, true, false]
        )
    }

    @Test func spacingToleratesAHair() {
        #expect(admitted(.spacing, [0, 247, 248, 400, 498, 746]) == [true, false, true, false, true, true])
        #expect(admitted(.spacing, [0, 98, 196], rate: 10) == [true, true, true])
    }

    @Test func directoriesCountByThemselves() {
        let limiter = RateLimiter()
        #expect(limiter.admits("a", limit: .spacing, rate: 4, at: 0))
        #expect(limiter.admits("b", limit: .spacing, rate: 4, at: 0))
        #expect(!limiter.admits("a", limit: .spacing, rate: 4, at: 0))
    }
}
