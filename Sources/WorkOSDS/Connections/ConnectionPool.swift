/// Connections that no iterator uses at present, the most recently used last. Guarded by the transport's mutex. What is
/// removed is released outside of the lock, because closing a TLS connection writes.
struct ConnectionPool {
    private var idle: [Connection] = []

    /// Enough for a few threads that send single requests. Any number of connections can be in use; only idle ones are
    /// limited.
    static let maximumIdle = 8
    /// In milliseconds. Servers close idle connections too, nginx after 75 s by default.
    static let maximumIdleTime: Int64 = 60_000

    /// Nothing is allocated later, because the pool outlives the call that fills it.
    init() { idle.reserveCapacity(Self.maximumIdle &+ 1) }

    /// The most recently used one, which is the least likely to have been closed. The others become old enough to be
    /// removed.
    mutating func take() -> Connection? { idle.popLast() }

    /// One that has been idle for too long.
    mutating func takeExpired(now: Int64) -> Connection? {
        guard let oldest = idle.first, now &- oldest.idleSince >= Self.maximumIdleTime else { return nil }
        return idle.removeFirst()
    }

    /// Returns the connection that no longer fits, if any.
    mutating func put(_ connection: Connection) -> Connection? {
        idle.append(connection)
        return idle.count > Self.maximumIdle ? idle.removeFirst() : nil
    }
}
