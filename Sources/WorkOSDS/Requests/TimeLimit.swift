/// A time limit that runs only while the caller waits, not while it processes a page and the response is in the
/// socket's buffer. libcurl's CURLOPT_TIMEOUT_MS runs all the time: a caller that works longer on a page than the limit
/// would get a timeout for a response that had long arrived.
struct TimeLimit {
    /// Milliseconds; nil for no limit.
    let length: Int64?
    /// nil until it is started, and after `stop`. On the monotonic clock.
    private(set) var due: Int64?
    /// At most once, so that a server that sends a byte now and then cannot extend it again and again.
    private var wasExtended = false

    /// The longest extension.
    private static let grace: Int64 = 1000

    init(_ length: Int64?) { self.length = length }

    /// Begins with the first call; later calls have no effect.
    mutating func start(now: Int64) {
        guard due == nil, let length else { return }
        due = Clock.adding(length, to: now)
    }

    mutating func stop() { due = nil }

    /// Whether a time reaches the limit, apart from the difference of two clocks.
    func isAbout(_ elapsed: Int64) -> Bool { length.map { elapsed >= $0 &- $0 / 10 &- 1 } ?? false }

    /// Whether it has expired. A caller's event loop may have been late: if data was waiting then, the limit is
    /// extended briefly, once.
    mutating func hasPassed(now: Int64, madeProgress: Bool, callerMayBeLate: Bool) -> Bool {
        guard let due, let length, now >= due else { return false }
        guard madeProgress, callerMayBeLate, !wasExtended else { return true }
        wasExtended = true
        self.due = now &+ min(length, Self.grace)
        return false
    }
}
