import Testing

@testable import WorkOSDS

struct RetryPolicyTests {
    private let policy = RetryPolicy(maximumRetries: 3, maximumWait: 60_000)

    private func decide(
        _ outcome: RetryPolicy.Outcome, _ method: Request.Method = .get, attempt: Int = 1, spacing: Int64? = nil,
        fraction: Double = 0.5
    ) -> RetryPolicy.Decision {
        policy.decide(outcome, method: method, attempt: attempt, spacing: spacing, fraction: fraction)
    }

    private func answer(_ httpStatus: Int32, retryAfter: Int64? = nil) -> RetryPolicy.Outcome {
        .init(status: Status(httpStatus: httpStatus), httpStatus: httpStatus, retryAfter: retryAfter)
    }

    /// Every HTTP status, every method, every attempt.
    @Test(arguments: [Request.Method.get, .delete, .post])
    func repeatsOnlyWhatMaySucceed(_ method: Request.Method) {
        let transient: [Int32] =
            method == .post ? [429] : [408, 429, 500, 502, 503, 504] + Array(520...527) + [529, 530]
        for code in (Int32(100)...599) where !(200...299).contains(code) {
            for attempt in 1...6 {
                let retried = decide(answer(code), method, attempt: attempt) != .giveUp
                #expect(retried == (transient.contains(code) && attempt <= 3), "HTTP \(code), attempt \(attempt)")
            }
        }
    }

    @Test func repeatsWithoutAnAnswer() {
        for status in Status.allCases {
            let transient = [.network, .timeout, .rateLimited].contains(status)
            for method in [Request.Method.get, .delete] {
                #expect((decide(.init(status: status), method) != .giveUp) == transient, "\(status)")
            }
            #expect((decide(.init(status: status), .post) != .giveUp) == (status == .rateLimited), "\(status)")
            #expect((decide(.init(status: status, wasSent: false), .post) != .giveUp) == transient, "\(status)")
        }
    }

    @Test func neverWithoutRetries() {
        let none = RetryPolicy(maximumRetries: 0, maximumWait: 60_000)
        #expect(none.decide(answer(503), method: .get, attempt: 1, fraction: 0) == .giveUp)
        #expect(none.decide(answer(429, retryAfter: 0), method: .get, attempt: 1, fraction: 0) == .giveUp)
    }

    @Test(arguments: [0, 1, 17_000, 60_000] as [Int64])
    func waitsAsLongAsAsked(_ wanted: Int64) {
        for code in [408, 429, 500, 503] as [Int32] {
            for attempt in 1...3 {
                let decision = decide(answer(code, retryAfter: wanted), attempt: attempt, spacing: 275, fraction: 0.9)
                #expect(decision == .retry(wait: wanted))
            }
        }
    }

    @Test(arguments: [60_001, 3_600_000, .max] as [Int64])
    func givesUpAtOnceBeyondTheCap(_ wanted: Int64) {
        #expect(decide(answer(429, retryAfter: wanted)) == .giveUp)
        #expect(decide(answer(503, retryAfter: wanted)) == .giveUp)
        let patient = RetryPolicy(maximumRetries: 1, maximumWait: .max)
        #expect(
            patient.decide(answer(429, retryAfter: wanted), method: .get, attempt: 1, fraction: 0)
                == .retry(wait: wanted))
    }

    /// Any value from 0 to 500 ms, 1 s, 2 s ... 8 s.
    @Test func backsOffWithFullJitter() {
        let policy = RetryPolicy(maximumRetries: 100, maximumWait: 60_000)
        for attempt in 1...100 {
            let ceiling: Int64 = min(500 << min(Int64(attempt) - 1, 10), 8000)
            func wait(_ fraction: Double) -> RetryPolicy.Decision {
                policy.decide(answer(503), method: .get, attempt: attempt, fraction: fraction)
            }
            #expect(wait(0) == .retry(wait: 0))
            #expect(wait(0.5) == .retry(wait: ceiling / 2))
            #expect(wait(1) == .retry(wait: ceiling))
            #expect(wait(1.0.nextDown) == .retry(wait: ceiling - 1))
            #expect(wait(-3) == .retry(wait: 0) && wait(7) == .retry(wait: ceiling))
        }
    }

    @Test func theCapHoldsForBackOffsToo() {
        let hasty = RetryPolicy(maximumRetries: 5, maximumWait: 100)
        for attempt in 1...5 {
            #expect(hasty.decide(answer(503), method: .get, attempt: attempt, fraction: 1) == .retry(wait: 100))
        }
        #expect(hasty.decide(answer(429), method: .get, attempt: 1, spacing: 250, fraction: 1) == .retry(wait: 100))
    }

    @Test func theFirstWaitAfterARateLimitIsThePace() {
        #expect(decide(answer(429), attempt: 1, spacing: 250) == .retry(wait: 250))
        #expect(decide(answer(429), attempt: 2, spacing: 250) == .retry(wait: 500))
        #expect(decide(answer(503), attempt: 1, spacing: 250, fraction: 1) == .retry(wait: 500))
    }
}
