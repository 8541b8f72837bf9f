import CPlatform
import Synchronization

/// Idle connections to one endpoint, and its rate limiters. Any number of threads and clients can share it.
///
/// What is shared is guarded by one mutex that is held for microseconds: nothing inside waits, and no callback is
/// called. The mutex is inside the process's gate, so that fork waits until it is free.
final class Transport {
    private let endpoint: Endpoint
    /// Requests per second for each directory's users; nil for no limit.
    private let directoryUserRate: Int?
    /// Replaced as a whole in a forked child.
    private var shared: Shared
    /// The epoch of `shared`; 0 while a thread of a forked child is replacing it.
    private let epoch = Atomic<UInt32>(ProcessGate.epoch)

    /// The state guarded by the mutex. A class, so that a forked child can replace lock and state together.
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

    /// The guarded state in this process. A forked child starts without its parent's connections and rate limiters. nil
    /// if memory runs out. The first thread that gets here in a child replaces it; others wait for that.
    private func current() -> Shared? {
        let process = ProcessGate.epoch
        while true {
            let known = epoch.load(ordering: .acquiring)
            if known == process { return shared }
            if known == 0 {
                sched_yield()
            } else if epoch.compareExchange(expected: known, desired: 0, ordering: .acquiringAndReleasing).exchanged {
                let isReset = resetAfterFork()
                epoch.store(isReset ? process : known, ordering: .releasing)
                if !isReset { return nil }
            }
        }
    }

    /// Idle connections of the parent are closed in this process only, without a byte on the wire. The child's rate
    /// limiters start empty: the two processes do not know of each other.
    private func resetAfterFork() -> Bool {
        let fresh = Shared(rate: directoryUserRate)
        if Reserve.isUsed { return false }
        // If a thread was inside during the fork, the mutex may stay locked and the pool be inconsistent.
        if ProcessGate.refusal != nil { _ = Unmanaged.passRetained(shared) }
        shared = fresh
        return true
    }

    /// nil if locks can no longer be taken.
    @inline(__always)
    private func withLock<Result>(_ body: (Shared) -> Result) -> Result? {
        guard let shared = lock() else { return nil }
        defer { unlock(shared) }
        return body(shared)
    }

    /// Returns the state that is now locked; nil if the gate is closed or memory ran out.
    private func lock() -> Shared? {
        guard let shared = current() else { return nil }
        let place = cplatform_gate_enter(0)
        if place < 0 { return nil }
        // A thread that holds the mutex may wait for a region of the reserve, so one that has a region must not wait
        // for the mutex.
        if !Reserve.isUsed {
            shared.mutex.lock()
        } else if !shared.mutex.tryLock() {
            cplatform_gate_leave(place)
            return nil
        }
        shared.place = place
        return shared
    }

    private func unlock(_ shared: Shared) {
        let place = shared.place
        shared.mutex.unlock()
        cplatform_gate_leave(place)
    }

    // MARK: Connections

    /// An idle connection or a new one. Closed ones are dropped outside of the lock.
    func takeConnection(now: Int64) throws(Failure) -> Connection {
        releaseExpired(now: now)
        while let idle = withLock({ $0.pool.take() }) ?? nil {
            if idle.isIntact { return idle }
        }
        return try Connection.make(endpoint)
    }

    /// For a connection whose session has ended. One that cannot be used again is freed by the caller's last reference.
    func returnToPool(_ connection: Connection, now: Int64) {
        if !connection.isUsable || Reserve.isUsed { return }
        connection.park(now: now)
        releaseExpired(now: now)
        _ = withLock { $0.pool.put(connection) }
    }

    /// One at a time, because each is freed outside of the lock.
    func closeIdle() {
        while (withLock { $0.pool.take() } ?? nil) != nil {}
    }

    private func releaseExpired(now: Int64) {
        while (withLock { $0.pool.takeExpired(now: now) } ?? nil) != nil {}
    }

    // MARK: Rate limits

    /// The limiters are kept after the call. If they grew in the reserve, they are reset.
    private func withLimiters<Result>(_ body: (inout RateLimiters) -> Result) -> Result? {
        withLock { shared in
            let before = max(Reserve.used, 1)
            defer { if Reserve.used > before { resetLimiters(shared) } }
            return body(&shared.limiters)
        }
    }

    @inline(never)
    private func resetLimiters(_ shared: Shared) { shared.limiters = RateLimiters(rate: directoryUserRate ?? 0) }

    /// Whether a request of this limiter may be sent now. If the state cannot be locked it is granted, because the call
    /// fails for that reason.
    func acquirePermit(_ limiter: RateLimiters.Name, now: Int64) -> RateLimiter.Permit {
        guard directoryUserRate != nil else { return .granted(0) }
        return withLimiters { $0.acquire(limiter, now: now) } ?? .granted(0)
    }

    func connected(_ limiter: RateLimiters.Name, permit: Int, now: Int64) {
        guard directoryUserRate != nil else { return }
        _ = withLimiters { $0.connected(limiter, permit: permit, now: now) }
    }

    /// `limited`: whether the response was a 429. Then returns the pause before the next request, otherwise nil.
    func answered(_ limiter: RateLimiters.Name, permit: Int, now: Int64, limited: Bool) -> Int64? {
        guard directoryUserRate != nil else { return nil }
        return withLimiters { $0.answered(limiter, permit: permit, now: now, limited: limited) } ?? nil
    }

    /// The limiter's name, which for a group may change when its directory becomes known.
    func limiter(of limit: RateLimiters.Owner) -> RateLimiters.Name {
        switch limit {
        case .directory(let directory): return RateLimiters.name(directory)
        case .group(let group): return withLimiters { $0.name(ofGroup: group) } ?? RateLimiters.unknown
        }
    }

    func learn(_ group: [UInt8], isOf directory: [UInt8], permit: Int?, now: Int64) {
        _ = withLimiters { $0.learn(group, isOf: directory, permit: permit, now: now) }
    }
}
