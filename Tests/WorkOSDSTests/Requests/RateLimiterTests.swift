import Testing

@testable import WorkOSDS

struct RateLimiterTests {
    private typealias Permit = RateLimiter.Permit

    /// A limiter after requests at 0 with responses at 10, 20, ..., each rate limited or not.
    private func limiter(limited: Int) -> RateLimiter {
        var limiter = RateLimiter(rate: 4)
        for _ in 0..<limited { limiter.answered(permit: -1, now: 0, limited: true) }
        return limiter
    }

    /// Until a connection is established, its request has not been sent.
    @Test func aRequestWithoutAConnectionWaitsForIt() {
        var limiter = RateLimiter(rate: 1)
        #expect(limiter.acquire(now: 0) == .granted(0))
        #expect(limiter.acquire(now: 5000) == .wait(until: 6000))
        limiter.connected(permit: 0, now: 5500)
        limiter.connected(permit: 0, now: 5900)
        #expect(limiter.acquire(now: 6000) == .wait(until: 7000))
        #expect(limiter.acquire(now: 7499) == .wait(until: 7500))
        #expect(limiter.acquire(now: 7500) == .granted(1))
        #expect(limiter.acquire(now: 67_499) == .wait(until: 68_499))
        #expect(limiter.acquire(now: 68_500) == .granted(2))
    }

    @Test func fourGoAtOnce() {
        var limiter = RateLimiter(rate: 4)
        for permit in 0..<4 {
            #expect(limiter.acquire(now: 0) == .granted(permit))
            limiter.answered(permit: permit, now: Int64(permit) * 10, limited: false)
        }
        #expect(limiter.acquire(now: 50) == .wait(until: 1000))
        #expect(limiter.acquire(now: 999) == .wait(until: 1000))
        #expect(limiter.acquire(now: 1000) == .granted(4))
        #expect(limiter.acquire(now: 1000) == .wait(until: 1010))
        #expect(limiter.acquire(now: 1010) == .granted(5))
    }

    @Test func countsFromAnswersNotFromRequests() {
        var limiter = RateLimiter(rate: 4)
        for permit in 0..<4 { #expect(limiter.acquire(now: 0) == .granted(permit)) }
        limiter.answered(permit: 0, now: 700, limited: false)
        #expect(limiter.acquire(now: 1000) == .wait(until: 1700))
        limiter.answered(permit: 1, now: 800, limited: false)
        #expect(limiter.acquire(now: 1700) == .granted(4))
        #expect(limiter.acquire(now: 1700) == .wait(until: 1800))
    }

    /// Whatever the latency, a request is sent a second after the response to the fourth request before it.
    @Test(arguments: [1, 2, 4, 10])
    func neverMoreThanTheRateInAnySecond(_ rate: Int) {
        var limiter = RateLimiter(rate: rate)
        var now: Int64 = 0
        var seed: UInt64 = 7
        var answers: [Int64] = []
        for number in 0..<200 {
            while case .wait(let until) = limiter.acquire(now: now) {
                #expect(until > now)
                now = until
            }
            if number >= rate { #expect(now >= answers[number - rate] + 1000) }
            seed = seed &* 6_364_136_223_846_793_005 &+ 1
            now += Int64(seed >> 40) % 300
            answers.append(now)
            limiter.answered(permit: number, now: now, limited: false)
        }
    }

    /// Its iterator may be unused or freed.
    @Test func aRequestWithoutAnAnswerCountsForASecond() {
        var limiter = RateLimiter(rate: 1)
        #expect(limiter.acquire(now: 0) == .granted(0))
        limiter.connected(permit: 0, now: 0)
        #expect(limiter.acquire(now: 0) == .wait(until: 1000))
        #expect(limiter.acquire(now: 600) == .wait(until: 1600))
        #expect(limiter.acquire(now: 1000) == .wait(until: 2000))
        #expect(limiter.acquire(now: 1999) == .wait(until: 2000))
        #expect(limiter.acquire(now: 2000) == .granted(1))
    }

    @Test func singleRequestsAfterALimit() {
        var limiter = RateLimiter(rate: 4)
        #expect(limiter.spacing == nil)
        #expect(limiter.acquire(now: 0) == .granted(0))
        #expect(limiter.acquire(now: 5) == .granted(1))
        limiter.answered(permit: 0, now: 20, limited: false)
        limiter.answered(permit: 1, now: 30, limited: true)
        #expect(limiter.spacing == 250)
        #expect(limiter.acquire(now: 100) == .wait(until: 280))
        #expect(limiter.acquire(now: 280) == .granted(2))
        #expect(limiter.acquire(now: 280) == .wait(until: 530))
        limiter.answered(permit: 2, now: 300, limited: false)
        #expect(limiter.acquire(now: 530) == .wait(until: 550))
        #expect(limiter.acquire(now: 550) == .granted(3))
    }

    @Test func eachFurtherLimitAddsATenth() {
        let expected: [Int64] = [
            250, 275, 302, 332, 366, 402, 442, 487, 535, 589, 648, 713, 784, 863, 949, 1000, 1000, 1000,
        ]
        #expect((1...18).map { limiter(limited: $0).spacing } == expected)
    }

    @Test(arguments: [(1, 1000), (2, 500), (1000, 1), (0, 1000), (-5, 1000)] as [(Int, Int64)])
    func thePauseFollowsTheRate(_ rate: Int, _ expected: Int64) {
        var limiter = RateLimiter(rate: rate)
        limiter.answered(permit: 0, now: 0, limited: true)
        #expect(limiter.spacing == expected)
    }

    @Test func oneStepBackEveryHalfMinute() {
        var limiter = limiter(limited: 3)
        func spacing(at now: Int64) -> Int64? {
            if case .granted(let permit) = limiter.acquire(now: now) {
                limiter.answered(permit: permit, now: now, limited: false)
            }
            return limiter.spacing
        }
        #expect(spacing(at: 29_999) == 302)
        #expect(spacing(at: 30_000) == 275)
        #expect(spacing(at: 59_999) == 275)
        #expect(spacing(at: 60_000) == 250)
        #expect(spacing(at: 90_000) == nil)
    }

    @Test func aLimitBeginsTheHalfMinuteAnew() {
        var limiter = limiter(limited: 2)
        limiter.answered(permit: 0, now: 29_000, limited: true)
        _ = limiter.acquire(now: 58_999)
        #expect(limiter.spacing == 302)
        _ = limiter.acquire(now: 59_000)
        #expect(limiter.spacing == 275)
    }

    @Test func aLongRestRecoversAll() {
        var limiter = limiter(limited: 100)
        _ = limiter.acquire(now: 30_000 * 20)
        #expect(limiter.spacing == nil)
    }

    /// The pause does not exceed its limit internally.
    @Test func theFirstStepBackFromTheCapIsFelt() {
        var limiter = limiter(limited: 1000)
        _ = limiter.acquire(now: 30_000)
        #expect(limiter.spacing == 949)
    }

    @Test func isDoneWhenItsRequestsAreASecondOld() {
        func isDone(_ limiter: RateLimiter, _ now: Int64) -> Bool {
            limiter.isDone(now: now, after: RateLimiter.longestRecovery)
        }
        var limiter = RateLimiter(rate: 4)
        #expect(isDone(limiter, 0))
        _ = limiter.acquire(now: 0)
        limiter.connected(permit: 0, now: 0)
        #expect(!isDone(limiter, 1500) && isDone(limiter, 2000))
        limiter.answered(permit: 0, now: 100, limited: false)
        #expect(!isDone(limiter, 1099) && isDone(limiter, 1100))
        limiter.answered(permit: 0, now: 100, limited: true)
        #expect(!isDone(limiter, 30_099) && isDone(limiter, 30_100))
        #expect(!limiter.isDone(now: 2099, after: 2000) && limiter.isDone(now: 2100, after: 2000))
    }

    @Test func answersToForgottenRequestsChangeNothing() {
        var limiter = RateLimiter(rate: 2)
        for (permit, now) in ([0, 1, 3000, 3001] as [Int64]).enumerated() {
            #expect(limiter.acquire(now: now) == .granted(permit))
            limiter.connected(permit: permit, now: now)
        }
        limiter.answered(permit: 0, now: 9000, limited: false)
        limiter.answered(permit: 77, now: 9000, limited: false)
        limiter.answered(permit: 2, now: 3010, limited: false)
        #expect(limiter.acquire(now: 4009) == .wait(until: 4010))
        #expect(limiter.acquire(now: 4010) == .granted(4))
    }
}

extension RateLimiter {
    /// Permits are granted in the order of requests.
    mutating func acquire(now: Int64) -> Permit { acquire(now: now, permit: (slots.last?.permit ?? -1) + 1) }
}
