import Testing

@testable import WorkOSDS

struct TimeLimitTests {
    private func hasPassed(_ limit: inout TimeLimit, _ now: Int64, progress: Bool = false, late: Bool = false) -> Bool {
        limit.hasPassed(now: now, madeProgress: progress, callerMayBeLate: late)
    }

    @Test func runsFromTheFirstStart() {
        var limit = TimeLimit(100)
        #expect(limit.due == nil && !hasPassed(&limit, .max))
        limit.start(now: 1000)
        limit.start(now: 1050)
        #expect(limit.due == 1100)
        #expect(!hasPassed(&limit, 1099))
        #expect(hasPassed(&limit, 1100) && hasPassed(&limit, 9999))
    }

    @Test func noLimitNeverPasses() {
        var limit = TimeLimit(nil)
        limit.start(now: 0)
        #expect(limit.due == nil && !hasPassed(&limit, .max))
    }

    @Test func stopsAndStartsAnew() {
        var limit = TimeLimit(100)
        limit.start(now: 0)
        limit.stop()
        #expect(!hasPassed(&limit, 5000))
        limit.start(now: 5000)
        #expect(limit.due == 5100)
    }

    @Test func aLimitBeyondTheClockIsFarOff() {
        var limit = TimeLimit(.max)
        limit.start(now: 1000)
        #expect(!hasPassed(&limit, 1 << 60))
        #expect(limit.due == nil || limit.due == .max)
    }

    /// A caller's event loop may have been late: data that has arrived by then allows one extension.
    @Test func progressOfALateCallerExtendsItOnce() {
        var limit = TimeLimit(5000)
        limit.start(now: 0)
        #expect(!hasPassed(&limit, 7000, progress: true, late: true))
        #expect(limit.due == 8000)
        #expect(!hasPassed(&limit, 7999))
        #expect(hasPassed(&limit, 8000, progress: true, late: true))
    }

    @Test func aShortLimitIsExtendedByItself() {
        var limit = TimeLimit(50)
        limit.start(now: 0)
        #expect(!hasPassed(&limit, 60, progress: true, late: true))
        #expect(limit.due == 110)
    }

    @Test func withoutProgressOrLatenessItIsNot() {
        for (progress, late) in [(false, false), (true, false), (false, true)] {
            var limit = TimeLimit(100)
            limit.start(now: 0)
            #expect(hasPassed(&limit, 100, progress: progress, late: late))
        }
    }

    /// A timer of the same length expired after this time by another clock.
    @Test(arguments: [(1, 0), (5, 4), (50, 44), (10_000, 8_999)] as [(Int64, Int64)])
    func aTimeIsAboutTheLimit(_ length: Int64, _ shortest: Int64) {
        let limit = TimeLimit(length)
        #expect(limit.isAbout(shortest) && limit.isAbout(length) && limit.isAbout(length + 5000))
        #expect(!limit.isAbout(shortest - 1))
        #expect(!TimeLimit(nil).isAbout(.max))
    }
}
