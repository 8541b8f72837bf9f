/// The rate limiter of one directory's `/directory_users` requests, shared by all iterators of a client. At first it
/// permits `rate` requests in any second, counted from responses, so that a short listing never waits. After a 429 it
/// permits single requests with a pause, which each further 429 makes longer and each half minute without one shorter.
///
/// The API allows four requests per second for each directory's users, and does not say how it counts
/// (https://workos.com/docs/reference/rate-limits): a fixed window, a sliding one, or a bucket. Counting from responses
/// is right for all of them, because the server cannot have counted a request later than it answered it.
///
/// The permits of one directory are in one limiter, so that several iterators do not exceed the limit together. Not
/// thread-safe: `Transport` locks.
struct RateLimiter {
    /// A permitted request, until newer ones have replaced it.
    struct Slot {
        let permit: Int
        /// When the permit was granted. Times are of the monotonic clock, in milliseconds.
        var sent: Int64
        /// When the request was sent.
        var connected: Int64?
        /// When the response arrived, or the attempt failed; nil while it is in progress.
        var answered: Int64?
    }

    /// Requests per second; 1 at least.
    private let rate: Int
    /// The last `rate` requests.
    private(set) var slots: [Slot] = []
    /// 0 before a 429. n: single requests with a pause increased n - 1 times.
    private var penalty = 0
    /// When `penalty` last changed.
    private var lastChange: Int64 = 0

    /// One second, to which the API's rate refers.
    static let window: Int64 = 1000
    /// How long without a 429 makes the pause one step shorter.
    static let recovery: Int64 = 30_000
    /// Longer than the time in which the longest pause decreases to none.
    static let longestRecovery: Int64 = 60 &* 60_000
    /// How long to wait for a request without a connection, because the connection's time limit is set by the caller.
    static let longestConnecting: Int64 = 60_000

    init(rate: Int) { self.rate = max(rate, 1) }

    /// `granted` has the permit's number, which `connected` and `answered` take. `wait` until a time at which to try
    /// again; another request may then be first.
    enum Permit: Equatable {
        case granted(Int)
        case wait(until: Int64)
    }

    /// Requests a permit to send now.
    mutating func acquire(now: Int64, permit: Int, beside others: [Slot] = []) -> Permit {
        recover(now: now)
        let free = freeAt(now: now, beside: others)
        if free > now { return .wait(until: free) }
        count(Slot(permit: permit, sent: now), now: now)
        return .granted(permit)
    }

    /// The request has a connection; it was not sent before. The server counts a request when it arrives, which is
    /// after the connection was made.
    mutating func connected(permit: Int, now: Int64) {
        if let index = index(of: permit), slots[index].connected == nil { slots[index].connected = now }
    }

    /// `limited`: whether the response was a 429. Then returns the pause before the next request, otherwise nil. A
    /// permit that is no longer among the slots is ignored.
    @discardableResult
    mutating func answered(permit: Int, now: Int64, limited: Bool) -> Int64? {
        if let index = index(of: permit) { slots[index].answered = now }
        guard limited else { return nil }
        if (spacing ?? 0) < Self.window { penalty &+= 1 }
        lastChange = now
        return spacing
    }

    /// Counts a request that another limiter permitted.
    mutating func count(_ slot: Slot, now: Int64) {
        slots.append(slot)
        if slots.count > rate { slots.remove(at: oldest(of: slots, now)) }
    }

    /// Removes a request that is now counted by another limiter.
    mutating func remove(permit: Int) -> Slot? {
        index(of: permit).map { slots.remove(at: $0) }
    }

    /// The pause after a 429; nil before the first one. Starts at an even distribution of the rate, 250 ms for four,
    /// and grows by a tenth with each 429, to one second.
    var spacing: Int64? {
        if penalty == 0 { return nil }
        var pause = Double(Self.window) / Double(rate)
        for _ in 1..<penalty where pause < Double(Self.window) { pause *= 1.1 }
        return Int64(min(pause, Double(Self.window)))
    }

    /// When a request may be sent, counting those of `others` too. Only the last `rate` requests matter, or the last
    /// one while there is a pause.
    func freeAt(now: Int64, beside others: [Slot] = []) -> Int64 {
        var counted = others.isEmpty ? slots : slots + others
        let most = spacing == nil ? rate : 1
        while counted.count > most { counted.remove(at: oldest(of: counted, now)) }
        if counted.count < most { return now }
        return effectiveTime(counted[0], now) &+ (spacing ?? Self.window)
    }

    /// Whether it can be removed without an effect, or has been idle for `age`.
    func isDone(now: Int64, after age: Int64) -> Bool {
        let rest = min(max(Self.window, Int64(penalty) &* Self.recovery), age)
        return slots.allSatisfy { now &- effectiveTime($0, now) >= rest }
    }

    private func index(of permit: Int) -> Int? { slots.firstIndex { $0.permit == permit } }

    /// By the time that counts, not by the order of the permits: an earlier request may be answered later.
    private func oldest(of slots: [Slot], _ now: Int64) -> Int {
        var oldest = 0
        for index in slots.indices where effectiveTime(slots[index], now) < effectiveTime(slots[oldest], now) {
            oldest = index
        }
        return oldest
    }

    /// The latest time at which the server may have counted it. A request without a response counts as answered now
    /// until it is a second old, since its iterator may not be in use.
    private func effectiveTime(_ slot: Slot, _ now: Int64) -> Int64 {
        if let answered = slot.answered { return answered }
        if let connected = slot.connected { return min(now, connected &+ Self.window) }
        return min(now, slot.sent &+ Self.longestConnecting)
    }

    /// Lazily, at the next request: no timer is needed.
    private mutating func recover(now: Int64) {
        while penalty > 0, now &- lastChange >= Self.recovery {
            penalty &-= 1
            lastChange = lastChange &+ Self.recovery
        }
    }
}
