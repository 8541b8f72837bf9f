import CPlatform
import Synchronization

/// Idle connections to one endpoint, and its rate limiters. Any number of threads and clients can share it.
final class Transport {
    private let endpoint: Endpoint
    /// Requests per second for each directory's users; nil for no limit.
    private let directoryUserRate: Int?
    private var shared: Shared
    /// The epoch of `shared`; 0 while a thread of a forked child is replacing it.
    private let epoch = Atomic<UInt32>(ProcessGate.epoch)

    /// The state guarded by the mutex.
    private final class Shared {
        let mutex = Mutex()
        /// The place in the process's gate of the thread that holds the mutex.
        var place: Int32 = -1
        var pool = ConnectionPool()
        var limiters: RateLimiters

        init(rate: Int?) { limiters = RateLimiters(rate: rate ?? 0) }
    }

    init(_ endpoint: Endpoint, directoryUserRate: Int?) {
        self.endpoint = endpoint
        self.directoryUserRate = directoryUserRate
        shared = Shared(rate: directoryUserRate)
    }

    /// The guarded state in this process. A forked child starts without its parent's connections and rate limiters.
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
        // If a thread was inside during the fork, the mutex may stay locked and the pool be inconsistent.
        if ProcessGate.refusal != nil { _ = Unmanaged.passRetained(shared) }
        shared = Shared(rate: directoryUserRate)
    }

    /// nil if no lock can be taken any more.
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
        connection.park(now: now)
        var expired: [Connection] = []
        _ = withLock { $0.pool.put(connection, now: now, expired: &expired) }
    }

    func closeIdle() { _ = withLock { $0.pool.removeAll() } }

    // MARK: Rate limits

    /// Whether a request of this limiter may be sent now.
    func acquirePermit(_ limiter: RateLimiters.Name, now: Int64) -> RateLimiter.Permit {
        guard directoryUserRate != nil else { return .granted(0) }
        return withLock { $0.limiters.acquire(limiter, now: now) } ?? .granted(0)
    }

    func connected(_ limiter: RateLimiters.Name, permit: Int, now: Int64) {
        guard directoryUserRate != nil else { return }
        _ = withLock { $0.limiters.connected(limiter, permit: permit, now: now) }
    }

    /// `limited`: whether the response was a 429. Then returns the pause before the next request, otherwise nil.
    func answered(_ limiter: RateLimiters.Name, permit: Int, now: Int64, limited: Bool) -> Int64? {
        guard directoryUserRate != nil else { return nil }
        return withLock { $0.limiters.answered(limiter, permit: permit, now: now, limited: limited) } ?? nil
    }

    func limiter(of limit: RateLimiters.Owner) -> RateLimiters.Name {
        switch limit {
        case .directory(let directory): return RateLimiters.name(directory)
        case .group(let group): return withLock { $0.limiters.name(ofGroup: group) } ?? RateLimiters.unknown
        }
    }

    func learn(_ group: [UInt8], isOf directory: [UInt8], permit: Int?, now: Int64) {
        _ = withLock { $0.limiters.learn(group, isOf: directory, permit: permit, now: now) }
    }
}
