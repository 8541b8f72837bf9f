import Testing

@testable import WorkOSDS

/// Listings against the kinds of rate limiter that the service may use, in simulated time.
struct PacingSimulationTests {
    /// 20 pages at the API's rate take five seconds.
    private static let plain: Int64 = 20 * 1000 / 4

    @Test(arguments: [0, 1, 5, 10, 20, 30] as [Int64])
    func aBucketNeverLimitsUs(_ latency: Int64) {
        let run = Simulation(.bucket(), latency: latency).run(pages: 20)
        #expect(run.limited == 0)
        #expect(run.end <= Self.plain * 85 / 100)
    }

    /// Whatever the phase of the server's seconds.
    @Test(arguments: [0, 1, 250, 499, 500, 777, 999] as [Int64])
    func aWindowNeverLimitsUs(_ phase: Int64) {
        for latency in [1, 10, 30] as [Int64] {
            let run = Simulation(.window(phase: phase), latency: latency).run(pages: 20)
            #expect(run.limited == 0)
            #expect(run.end <= Self.plain * 85 / 100)
        }
    }

    @Test(arguments: [0, 1, 5, 10, 15, 20] as [Int64])
    func whereRequestsMustBeSpacedOneIsLimited(_ latency: Int64) {
        let run = Simulation(.spacing(), latency: latency).run(pages: 20)
        #expect(run.limited == 1)
        #expect(run.end <= Self.plain * 105 / 100)
    }

    @Test(arguments: [0, 1000, 3000] as [Int64])
    func aRetryAfterIsWaitedFor(_ wanted: Int64) {
        let run = Simulation(.spacing(), latency: 10, retryAfter: wanted).run(pages: 20)
        #expect(run.limited == 1)
        #expect(run.end >= wanted && run.end <= Self.plain * 105 / 100 + wanted)
    }

    @Test func shortListingsNeverWait() {
        for pages in 1...4 { #expect(Simulation(.bucket(), latency: 10).run(pages: pages).end == Int64(pages) * 10) }
    }

    @Test(arguments: [0, 20, 150, 700] as [Int64])
    func latencyChangesNothingAboutLimits(_ latency: Int64) {
        for limiter in [Limiter.bucket(), .window(phase: 300)] {
            var simulation = Simulation(limiter, latency: latency)
            simulation.jitter = 200
            #expect(simulation.run(pages: 40).limited == 0)
        }
    }

    /// They share the rate limiter: together they are as fast as one, and get no 429 either.
    @Test(arguments: [2, 3, 8])
    func severalIterators(_ iterators: Int) {
        for limiter in [Limiter.bucket(), .window(phase: 123)] {
            let run = Simulation(limiter, latency: 20).run(pages: 40, iterators: iterators)
            #expect(run.limited == 0)
            #expect(run.end <= 11_000)
        }
        let spaced = Simulation(.spacing(), latency: 20).run(pages: 40, iterators: iterators)
        #expect(spaced.pages == 40 && spaced.end <= 14_000)
        #expect(spaced.limited <= iterators + 2)
    }

    /// A limit lower than the documented one is detected and then respected.
    @Test func adaptsToALowerLimit() {
        let run = Simulation(.spacing(400), latency: 10).run(pages: 60)
        #expect(run.limited <= 7)
        #expect(run.pages == 60)
    }
}

/// A server's rate limiter; times are the server's.
struct Limiter {
    private enum Kind { case bucket, window(phase: Int64), spacing(Int64) }

    private let kind: Kind
    private var tokens = 4.0
    private var last: Int64?
    private var inWindow = 0

    private init(_ kind: Kind) { self.kind = kind }

    /// Four tokens, and four more per second.
    static func bucket() -> Limiter { Limiter(.bucket) }
    /// Four in each second of the server's clock.
    static func window(phase: Int64) -> Limiter { Limiter(.window(phase: phase)) }
    /// Each at least a quarter of a second after the last accepted one.
    static func spacing(_ pause: Int64 = 250) -> Limiter { Limiter(.spacing(pause)) }

    mutating func takes(at now: Int64) -> Bool {
        let previous = last
        switch kind {
        case .bucket:
            tokens = min(4, tokens + Double(now - (previous ?? now)) * 4 / 1000)
            last = now
            if tokens < 1 { return false }
            tokens -= 1
        case .window(let phase):
            if let previous, (previous + phase) / 1000 == (now + phase) / 1000 { inWindow += 1 } else { inWindow = 1 }
            last = now
            return inWindow <= 4
        case .spacing(let pause):
            if let previous, now - previous < pause { return false }
            last = now
        }
        return true
    }
}

struct Simulation {
    private var limiter: Limiter
    private let latency: Int64
    private let retryAfter: Int64?
    /// The maximum of the random latency.
    var jitter: Int64 = 0

    struct Run {
        var end: Int64 = 0
        var limited = 0
        var pages = 0
    }

    /// Requests pages one after another.
    private struct Iterator {
        var wakesAt: Int64 = 0
        var attempt = 1
        var permit: Int?
    }

    init(_ limiter: Limiter, latency: Int64, retryAfter: Int64? = nil) {
        self.limiter = limiter
        self.latency = latency
        self.retryAfter = retryAfter
    }

    func run(pages: Int, iterators count: Int = 1) -> Run {
        var pace = RateLimiter(rate: 4)
        var limiter = limiter
        var run = Run()
        var iterators = [Iterator](repeating: Iterator(), count: count)
        var taken: [Int: Bool] = [:]
        var seed: UInt64 = 3
        while run.pages < pages {
            guard let next = iterators.indices.min(by: { iterators[$0].wakesAt < iterators[$1].wakesAt }) else { break }
            let now = iterators[next].wakesAt
            if let permit = iterators[next].permit {
                iterators[next].permit = nil
                let limited = taken[permit] == false
                pace.answered(permit: permit, now: now, limited: limited)
                iterators[next].attempt = limited ? iterators[next].attempt + 1 : 1
                run.limited += limited ? 1 : 0
                run.pages += limited ? 0 : 1
                run.end = now
                if limited { iterators[next].wakesAt = now + wait(iterators[next].attempt - 1, pace.spacing) }
                continue
            }
            switch pace.acquire(now: now) {
            case .wait(let until):
                iterators[next].wakesAt = until
            case .granted(let permit):
                seed = seed &* 6_364_136_223_846_793_005 &+ 1
                let trip = latency + (jitter == 0 ? 0 : Int64(seed >> 40) % jitter)
                taken[permit] = limiter.takes(at: now + trip / 2)
                iterators[next].permit = permit
                iterators[next].wakesAt = now + trip
            }
        }
        return run
    }

    private func wait(_ attempt: Int, _ spacing: Int64?) -> Int64 {
        let outcome = RetryPolicy.Outcome(status: .rateLimited, httpStatus: 429, retryAfter: retryAfter)
        let policy = RetryPolicy(maximumRetries: 100, maximumWait: 60_000)
        let decision = policy.decide(outcome, method: .get, attempt: attempt, spacing: spacing, fraction: 0.5)
        if case .retry(let wait) = decision { return wait }
        return 0
    }
}
