import Glibc

/// The right to follow the events and to write the content, which one worker has at a time. Each worker that takes it
/// gets the next fencing number. Every transaction locks the lease's row, so none is committed after another worker took
/// over.
struct Lease {
    /// A worker without a sign of life for this long is considered dead.
    static let seconds = 4
    /// Seconds between two signs of life.
    static let interval = 1.0

    let fence: Int
    /// Includes the schema.
    let table: String

    static var holder: String {
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        let host = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return "\(String(decoding: host, as: UTF8.self)), process \(getpid())"
    }

    /// Ends the transaction of a worker that was paused in it. A registered worker is allowed a long pause, because others
    /// that wait for it end it earlier: see `StalledWorkers`.
    static func limit(isRegistered: Bool) -> String {
        "SET LOCAL idle_in_transaction_session_timeout = '\(isRegistered ? 60 : seconds)s'"
    }

    /// Returns no row if another worker has it.
    static let take = """
        UPDATE mirror_lease SET fence = fence + 1, holder = ?1, worker = ?2,
            expires_at = clock_timestamp() + interval '\(seconds) s'
        WHERE id IN (SELECT id FROM mirror_lease WHERE expires_at IS NULL OR expires_at < clock_timestamp()
            FOR UPDATE SKIP LOCKED)
        RETURNING fence
        """

    /// At the beginning of a transaction. Returns no row if another worker has it.
    var lock: String { "SELECT version FROM \(table) WHERE fence = \(fence) FOR UPDATE" }

    var extend: String {
        "UPDATE \(table) SET expires_at = clock_timestamp() + interval '\(Self.seconds) s' WHERE fence = \(fence)"
    }

    var release: String { "UPDATE \(table) SET expires_at = NULL, holder = NULL, worker = NULL WHERE fence = \(fence)" }
}
