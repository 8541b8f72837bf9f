import CPlatform
import Synchronization

/// What any number of threads share: options, idle connections, pace, and the means to cancel everything.
final class Client {
    let options: ClientOptions
    let transport: TransportOptions
    let schemas = Schemas.shared
    private var shared: Shared
    private let forkGuard = ForkGuard()
    private let generation = Atomic<UInt64>(0)
    private let cancelEvent = Atomic<Int32>(-1)

    /// What the mutex guards. A forked child leaves its parent's alone, unread and unfreed: another thread may
    /// have held the mutex at the moment of the fork.
    private final class Shared {
        let mutex = Mutex()
        var pool = ConnectionPool()
        var lanes: PacingLanes

        init(rate: Int?) { lanes = PacingLanes(rate: rate ?? 0) }
    }

    init(_ options: ClientOptions, _ transport: TransportOptions) {
        self.options = options
        self.transport = transport
        shared = Shared(rate: options.directoryUserRate)
    }

    deinit {
        enter()
        let event = cancelEvent.load(ordering: .acquiring)
        if event >= 0 { close(event) }
    }

    /// Before each use: a forked child makes anew what it must not share with its parent.
    func enter() {
        forkGuard.enter {
            transport.sockets.leaveInherited()
            _ = Unmanaged.passRetained(shared)
            shared = Shared(rate: options.directoryUserRate)
            let event = cancelEvent.load(ordering: .acquiring)
            if event < 0 { return }
            let fresh = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
            if fresh >= 0 {
                cplatform_replace_descriptor(fresh, event)
                close(fresh)
            }
        }
    }

    // MARK: Cancelling

    /// Calls compare it with what it was when they began.
    var cancelGeneration: UInt64 { generation.load(ordering: .acquiring) }

    /// Async-signal-safe: a counter and an eventfd.
    func cancel() {
        generation.add(1, ordering: .acquiringAndReleasing)
        Event.signal(cancelEvent.load(ordering: .acquiring))
    }

    /// The descriptor that every iterator watches, made for the first one; -1 when there are none left.
    func cancelDescriptor() -> Int32 {
        let known = cancelEvent.load(ordering: .acquiring)
        if known >= 0 { return known }
        let fresh = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        let (exchanged, winner) = cancelEvent.compareExchange(
            expected: -1, desired: fresh, ordering: .acquiringAndReleasing)
        if exchanged { return fresh }
        if fresh >= 0 { close(fresh) }
        return winner
    }

    // MARK: Connections

    /// An idle connection or a new one; nil when memory or descriptors are out.
    func takeConnection(now: Int64) -> Connection? {
        var expired: [Connection] = []
        let idle = shared.mutex.withLock { shared.pool.take(now: now, expired: &expired) }
        return idle ?? Connection.make(transport)
    }

    func giveBack(_ connection: Connection, now: Int64) {
        if !connection.isUsable { return }
        connection.rest(now: now)
        var expired: [Connection] = []
        shared.mutex.withLock { shared.pool.put(connection, now: now, expired: &expired) }
    }

    func closeIdle() {
        _ = shared.mutex.withLock { shared.pool.removeAll() }
    }

    // MARK: Pace

    /// Whether a request of this lane may be sent now.
    func turn(_ lane: PacingLanes.Name, now: Int64) -> PacingLane.Turn {
        guard options.directoryUserRate != nil else { return .go(ticket: 0) }
        return shared.mutex.withLock { shared.lanes.request(lane, now: now) }
    }

    func connected(_ lane: PacingLanes.Name, ticket: Int, now: Int64) {
        guard options.directoryUserRate != nil else { return }
        shared.mutex.withLock { shared.lanes.connected(lane, ticket: ticket, now: now) }
    }

    func answered(_ lane: PacingLanes.Name, ticket: Int, now: Int64, limited: Bool) {
        guard options.directoryUserRate != nil else { return }
        shared.mutex.withLock { shared.lanes.answered(lane, ticket: ticket, now: now, limited: limited) }
    }

    func spacing(_ lane: PacingLanes.Name) -> Int64? {
        shared.mutex.withLock { shared.lanes.spacing(lane) }
    }

    func lane(of pace: Listing.Pace) -> PacingLanes.Name {
        switch pace {
        case .directory(let directory): return PacingLanes.name(directory)
        case .group(let group): return shared.mutex.withLock { shared.lanes.lane(ofGroup: group) }
        }
    }

    func learn(_ group: [UInt8], isOf directory: [UInt8], ticket: Int?, now: Int64) {
        shared.mutex.withLock { shared.lanes.learn(group, isOf: directory, ticket: ticket, now: now) }
    }
}
