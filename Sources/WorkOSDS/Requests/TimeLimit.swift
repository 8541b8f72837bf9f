/// A time limit that runs only while somebody waits: not while the caller works on a page and the answer lies
/// in the socket.
struct TimeLimit {
    let length: Int64?
    private(set) var due: Int64?
    private var wasExtended = false

    private static let grace: Int64 = 1000

    init(_ length: Int64?) { self.length = length }

    /// Begins with the first call; later ones change nothing.
    mutating func start(now: Int64) {
        guard due == nil, let length else { return }
        due = Clock.adding(length, to: now)
    }

    mutating func stop() { due = nil }

    /// Whether a time is the limit or more, but for what two clocks may differ in.
    func isAbout(_ elapsed: Int64) -> Bool { length.map { elapsed >= $0 &- $0 / 10 &- 1 } ?? false }

    /// Whether it has passed. A caller with an event loop may have been late itself: bytes that were waiting then
    /// earn the answer a moment more, once.
    mutating func hasPassed(now: Int64, madeProgress: Bool, callerMayBeLate: Bool) -> Bool {
        guard let due, let length, now >= due else { return false }
        guard madeProgress, callerMayBeLate, !wasExtended else { return true }
        wasExtended = true
        self.due = now &+ min(length, Self.grace)
        return false
    }
}
