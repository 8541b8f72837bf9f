import Synchronization

/// Limits the rate of requests for each directory. Rejected requests don't count.
final class RateLimiter: Sendable {
    private static let second: Int64 = 1_000_000_000
    /// How much too early a spaced request may come, since clocks and networks aren't exact.
    private static let tolerance: Int64 = 2_000_000

    /// What one directory has used. Each kind of limit reads its own part.
    private struct Account {
        var tokens: Double
        /// When the tokens were last updated. All times here are nanoseconds of the monotonic clock.
        var counted: Int64
        /// The times of the latest allowed requests, at most as many as the rate.
        var admitted: [Int64] = []
    }

    private let accounts = Mutex<[String: Account]>([:])

    func admits(_ directory: String, limit: RateLimit, rate: Int, at now: Int64 = Clock.monotonic()) -> Bool {
        accounts.withLock { accounts in
            var account = accounts[directory] ?? Account(tokens: Double(rate), counted: now)
            let isAdmitted = Self.admits(&account, limit, rate, at: now)
            accounts[directory] = account
            return isAdmitted
        }
    }

    private static func admits(_ account: inout Account, _ limit: RateLimit, _ rate: Int, at now: Int64) -> Bool {
        switch limit {
        case .bucket:
            let gained = Double(now - account.counted) / Double(second) * Double(rate)
            account.tokens = min(Double(rate), account.tokens + gained)
            account.counted = now
            // Rounding errors can leave the sum just below a whole token.
            guard account.tokens >= 1 - 1e-6 else { return false }
            account.tokens -= 1
        case .window:
            account.admitted.removeAll { now - $0 >= second }
            guard account.admitted.count < rate else { return false }
            account.admitted.append(now)
        case .spacing:
            if let last = account.admitted.last, now - last < second / Int64(rate) - tolerance {
                return false
            }
            account.admitted = [now]
        }
        return true
    }
}
