/// Connections that no iterator uses at present. Guarded by the transport's mutex.
struct ConnectionPool {
    private var idle: [Connection] = []

    static let maximumIdle = 8
    static let maximumIdleTime: Int64 = 60_000

    /// The most recently used one; nil if there is none that is young enough. Older ones go to `expired`, to be
    /// released outside of the lock, because closing a TLS connection writes.
    mutating func take(now: Int64, expired: inout [Connection]) -> Connection? {
        removeExpired(now: now, into: &expired)
        return idle.popLast()
    }

    mutating func put(_ connection: Connection, now: Int64, expired: inout [Connection]) {
        removeExpired(now: now, into: &expired)
        idle.append(connection)
        if idle.count > Self.maximumIdle { expired.append(idle.removeFirst()) }
    }

    mutating func removeAll() -> [Connection] {
        defer { idle = [] }
        return idle
    }

    @inline(never)
    private mutating func removeExpired(now: Int64, into expired: inout [Connection]) {
        while let oldest = idle.first, now &- oldest.idleSince >= Self.maximumIdleTime {
            expired.append(idle.removeFirst())
        }
    }
}
