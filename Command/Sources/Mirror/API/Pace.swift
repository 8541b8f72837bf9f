/// Keeps all requests of the mirror, including retries, below the API's limit for a key: 6,000 in 60 seconds, minus a
/// reserve for other users of the key.
final class Pace {
    private let rate: Double
    private let burst: Double
    /// The number of processes that share the limit.
    var sharers = 1 { didSet { level = min(level, burst / Double(sharers)) } }
    private let requests: RequestStatistics
    private var level: Double
    private var counted: Int
    private var lookedAt: Double
    /// Requests that were sent but not counted yet. They are counted when their response arrives.
    var underWay = 0

    /// - Parameter rate: requests per second.
    init(rate: Double, burst: Double, _ requests: RequestStatistics, now: Double) {
        self.rate = rate
        self.burst = burst
        self.requests = requests
        level = burst
        counted = requests.total
        lookedAt = now
    }

    /// Requests per second of this process.
    var shared: Double { rate / Double(sharers) }

    /// When the next request may be sent by a caller with `own` requests in progress.
    func turn(now: Double, own: Int) -> Double {
        let total = requests.total
        let rate = shared
        level = min(burst / Double(sharers), level + (now - lookedAt) * rate) - Double(total - counted)
        (counted, lookedAt) = (total, now)
        let left = level - Double(underWay - own)
        return left >= 0 ? now : now - left / rate
    }
}
