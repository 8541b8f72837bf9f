/// The pace of one directory's `/directory_users` requests, shared by all iterators of a client. At first at
/// most `rate` requests in any second, counted from answers, so that a short listing never waits; after a 429
/// single requests with a pause that each further 429 makes longer and each half minute without one shorter.
struct PacingLane {
    /// A request that was let go.
    struct Slot {
        let ticket: Int
        var sent: Int64
        /// Since then the request is on its way to the server.
        var connected: Int64?
        var answered: Int64?
    }

    private let rate: Int
    /// The last `rate` requests.
    private(set) var slots: [Slot] = []
    /// 0: no 429 yet. n: single requests, the pause grown n - 1 times.
    private var caution = 0
    private var lastChange: Int64 = 0

    static let window: Int64 = 1000
    static let recovery: Int64 = 30_000
    /// The time in which the longest pause shrinks to none, and more.
    static let longestRecovery: Int64 = 60 &* 60_000
    /// How long a request without a connection is waited for: libcurl's own limit is the caller's to set.
    static let longestConnecting: Int64 = 60_000

    init(rate: Int) { self.rate = max(rate, 1) }

    enum Turn: Equatable {
        case go(ticket: Int)
        case wait(until: Int64)
    }

    /// Asks for permission to send now.
    mutating func request(now: Int64, ticket: Int, beside others: [Slot] = []) -> Turn {
        recover(now: now)
        let free = freeAt(now: now, beside: others)
        if free > now { return .wait(until: free) }
        count(Slot(ticket: ticket, sent: now), now: now)
        return .go(ticket: ticket)
    }

    /// The request has a connection: until now it had not been sent.
    mutating func connected(ticket: Int, now: Int64) {
        if let index = index(of: ticket), slots[index].connected == nil { slots[index].connected = now }
    }

    mutating func answered(ticket: Int, now: Int64, limited: Bool) {
        if let index = index(of: ticket) { slots[index].answered = now }
        guard limited else { return }
        if (spacing ?? 0) < Self.window { caution &+= 1 }
        lastChange = now
    }

    /// Counts a request that another lane let go.
    mutating func count(_ slot: Slot, now: Int64) {
        slots.append(slot)
        if slots.count > rate { slots.remove(at: oldest(of: slots, now)) }
    }

    /// Gives a request up to another lane.
    mutating func remove(ticket: Int) -> Slot? {
        index(of: ticket).map { slots.remove(at: $0) }
    }

    /// The pause after a 429; nil before the first one.
    var spacing: Int64? {
        if caution == 0 { return nil }
        var pause = Double(Self.window) / Double(rate)
        for _ in 1..<caution where pause < Double(Self.window) { pause *= 1.1 }
        return Int64(min(pause, Double(Self.window)))
    }

    /// When a request may be sent, those of `others` counted too.
    func freeAt(now: Int64, beside others: [Slot] = []) -> Int64 {
        var counted = others.isEmpty ? slots : slots + others
        let most = spacing == nil ? rate : 1
        while counted.count > most { counted.remove(at: oldest(of: counted, now)) }
        if counted.count < most { return now }
        return effectiveTime(counted[0], now) &+ (spacing ?? Self.window)
    }

    /// Whether forgetting it changes nothing, or it has been idle for `age`.
    func isDone(now: Int64, after age: Int64) -> Bool {
        let rest = min(max(Self.window, Int64(caution) &* Self.recovery), age)
        return slots.allSatisfy { now &- effectiveTime($0, now) >= rest }
    }

    private func index(of ticket: Int) -> Int? { slots.firstIndex { $0.ticket == ticket } }

    private func oldest(of slots: [Slot], _ now: Int64) -> Int {
        var oldest = 0
        for index in slots.indices where effectiveTime(slots[index], now) < effectiveTime(slots[oldest], now) {
            oldest = index
        }
        return oldest
    }

    /// The latest moment at which the server may have counted it. A request without an answer counts as answered just
    /// now until it is a second old: its iterator may have been left alone.
    private func effectiveTime(_ slot: Slot, _ now: Int64) -> Int64 {
        if let answered = slot.answered { return answered }
        if let connected = slot.connected { return min(now, connected &+ Self.window) }
        return min(now, slot.sent &+ Self.longestConnecting)
    }

    private mutating func recover(now: Int64) {
        while caution > 0, now &- lastChange >= Self.recovery {
            caution &-= 1
            lastChange = lastChange &+ Self.recovery
        }
    }
}
