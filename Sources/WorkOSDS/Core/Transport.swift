import CPlatform
import Synchronization

/// What requests go over: idle connections to one endpoint, and the pace of its rate limits. Any number of threads and
/// clients may share it.
final class Transport {
    private let endpoint: Endpoint
    /// Requests a second for each directory's users; nil: unpaced.
    private let directoryUserRate: Int?
    private var shared: Shared
    /// Of the process that `shared` belongs to; 0 while a thread of a forked child is replacing it.
    private let epoch = Atomic<UInt32>(ProcessGate.epoch)

    /// What the mutex guards.
    private final class Shared {
        let mutex = Mutex()
        /// In the process's gate, of the thread that holds the mutex.
        var place: Int32 = -1
        var pool = ConnectionPool()
        var lanes: PacingLanes

        init(rate: Int?) { lanes = PacingLanes(rate: rate ?? 0) }
    }

    init(_ endpoint: Endpoint, directoryUserRate: Int?) {
        self.endpoint = endpoint
        self.directoryUserRate = directoryUserRate
        shared = Shared(rate: directoryUserRate)
    }

    /// What the mutex guards in this process: a forked child starts anew, without its parent's connections and pace.
    private func current() -> Shared {
        let process = ProcessGate.epoch
        while true {
            let known = epoch.load(ordering: .acquiring)
            if known == process { return shared }
            if known == 0 {
                sched_yield()
            } else if epoch.compareExchange(expected: known, desired: 0, ordering: .acquiringAndReleasing).exchanged {
                resetAfterFork()
                epoch.store(process, ordering: .releasing)
            }
        }
    }

    private func resetAfterFork() {
        // Where a thread was inside at the fork, the mutex may be locked for ever and the pool half changed.
        if ProcessGate.refusal != nil { _ = Unmanaged.passRetained(shared) }
        shared = Shared(rate: directoryUserRate)
    }

    /// nil where no lock may be taken any more.
    @inline(__always)
    private func withLock<Result>(_ body: (Shared) -> Result) -> Result? {
        guard let shared = lock() else { return nil }
        defer { unlock(shared) }
        return body(shared)
    }

    private func lock() -> Shared? {
        let shared = current()
        let place = cplatform_gate_enter(0)
        if place < 0 { return nil }
        shared.mutex.lock()
        shared.place = place
        return shared
    }

    private func unlock(_ shared: Shared) {
        let place = shared.place
        shared.mutex.unlock()
        cplatform_gate_leave(place)
    }

    // MARK: Connections

    /// An idle connection or a new one.
    func takeConnection(now: Int64) throws(Failure) -> Connection {
        var expired: [Connection] = []
        while let idle = withLock({ $0.pool.take(now: now, expired: &expired) }) ?? nil {
            if idle.isIntact { return idle }
        }
        return try Connection.make(endpoint)
    }

    func giveBack(_ connection: Connection, now: Int64) {
        if !connection.isUsable { return }
        connection.rest(now: now)
        var expired: [Connection] = []
        _ = withLock { $0.pool.put(connection, now: now, expired: &expired) }
    }

    func closeIdle() { _ = withLock { $0.pool.removeAll() } }

    // MARK: Pace

    /// Whether a request of this lane may be sent now.
    func turn(_ lane: PacingLanes.Name, now: Int64) -> PacingLane.Turn {
        guard directoryUserRate != nil else { return .go(ticket: 0) }
        return withLock { $0.lanes.request(lane, now: now) } ?? .go(ticket: 0)
    }

    func connected(_ lane: PacingLanes.Name, ticket: Int, now: Int64) {
        guard directoryUserRate != nil else { return }
        _ = withLock { $0.lanes.connected(lane, ticket: ticket, now: now) }
    }

    func answered(_ lane: PacingLanes.Name, ticket: Int, now: Int64, limited: Bool) {
        guard directoryUserRate != nil else { return }
        _ = withLock { $0.lanes.answered(lane, ticket: ticket, now: now, limited: limited) }
    }

    func spacing(_ lane: PacingLanes.Name) -> Int64? { withLock { $0.lanes.spacing(lane) } ?? nil }

    func lane(of limit: ListRequest.RateLimit) -> PacingLanes.Name {
        switch limit {
        case .directory(let directory): return PacingLanes.name(directory)
        case .group(let group): return withLock { $0.lanes.lane(ofGroup: group) } ?? PacingLanes.unknown
        }
    }

    func learn(_ group: [UInt8], isOf directory: [UInt8], ticket: Int?, now: Int64) {
        _ = withLock { $0.lanes.learn(group, isOf: directory, ticket: ticket, now: now) }
    }
}
