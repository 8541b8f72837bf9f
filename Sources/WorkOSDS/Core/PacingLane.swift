/// The pace of one directory's `/directory_users` requests, shared by all iterators of a client. At first at
/// most `rate` requests in any second, counted from answers, so that a short listing never waits; after a 429
/// single requests with a pause that each further 429 makes longer and each half minute without one shorter.
struct PacingLane {
    private struct Slot {
        let ticket: Int
        let sent: Int64
        var answered: Int64?
    }

    private let rate: Int
    /// The last `rate` requests.
    private var slots: [Slot] = []
    private var nextTicket = 0
    /// 0: no 429 yet. n: single requests, the pause grown n - 1 times.
    private var caution = 0
    private var lastChange: Int64 = 0

    static let window: Int64 = 1000
    static let recovery: Int64 = 30_000

    init(rate: Int) { self.rate = max(rate, 1) }

    enum Turn: Equatable {
        case go(ticket: Int)
        case wait(until: Int64)
    }

    /// Asks for permission to send now.
    mutating func request(now: Int64) -> Turn {
        recover(now: now)
        let free = freeAt(now: now)
        if free > now { return .wait(until: free) }
        defer { nextTicket &+= 1 }
        if slots.count >= rate { slots.removeFirst() }
        slots.append(Slot(ticket: nextTicket, sent: now, answered: nil))
        return .go(ticket: nextTicket)
    }

    mutating func answered(ticket: Int, now: Int64, limited: Bool) {
        if let index = slots.firstIndex(where: { $0.ticket == ticket }) { slots[index].answered = now }
        guard limited else { return }
        if (spacing ?? 0) < Self.window { caution &+= 1 }
        lastChange = now
    }

    /// The pause after a 429; nil before the first one.
    var spacing: Int64? {
        if caution == 0 { return nil }
        var pause = Double(Self.window) / Double(rate)
        for _ in 1..<caution where pause < Double(Self.window) { pause *= 1.1 }
        return Int64(min(pause, Double(Self.window)))
    }

    func isIdle(now: Int64) -> Bool {
        caution == 0 && slots.allSatisfy { now &- effectiveTime($0, now) >= Self.window }
    }

    private func freeAt(now: Int64) -> Int64 {
        if let spacing, let last = slots.last { return effectiveTime(last, now) &+ spacing }
        guard slots.count >= rate, let oldest = slots.first else { return now }
        return effectiveTime(oldest, now) &+ Self.window
    }

    /// A request without an answer counts as answered just now, for a second at most: its iterator may have been
    /// left alone or freed.
    private func effectiveTime(_ slot: Slot, _ now: Int64) -> Int64 {
        slot.answered ?? min(now, slot.sent &+ Self.window)
    }

    private mutating func recover(now: Int64) {
        while caution > 0, now &- lastChange >= Self.recovery {
            caution &-= 1
            lastChange = lastChange &+ Self.recovery
        }
    }
}
