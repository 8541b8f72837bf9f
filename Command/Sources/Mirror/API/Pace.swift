/// Keeps all requests of the mirror together below the API's limit for a key, retries included: 6,000 in 60 seconds,
/// of which others who use the key want some.
final class Pace {
    private let rate: Double
    private let burst: Double
    private let requests: RequestStatistics
    private var level: Double
    private var counted: Int
    private var lookedAt: Double
    /// Requests that were sent and not counted yet: they are counted when they are answered.
    var underWay = 0

    /// - Parameter rate: requests a second.
    init(rate: Double, burst: Double, _ requests: RequestStatistics, now: Double) {
        self.rate = rate
        self.burst = burst
        self.requests = requests
        level = burst
        counted = requests.total
        lookedAt = now
    }

    /// When the next request may be sent, by one who waits for `own` of those under way.
    func turn(now: Double, own: Int) -> Double {
        let total = requests.total
        level = min(burst, level + (now - lookedAt) * rate) - Double(total - counted)
        (counted, lookedAt) = (total, now)
        let left = level - Double(underWay - own)
        return left >= 0 ? now : now - left / rate
    }
}
