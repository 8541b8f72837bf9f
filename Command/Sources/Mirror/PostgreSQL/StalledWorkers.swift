/// Workers that were paused, or whose host died, in a transaction. The server waits for the next statement, for the rest of
/// the rows of a COPY, or to send a result, and keeps the locks. It does not react to a cancel then, and its limit for idle
/// transactions applies only between statements. Another worker that needs the locks ends the connection.
struct StalledWorkers {
    /// The last statement of a transaction whose server process waits for its client.
    struct Statement: Hashable {
        let process: Int
        let startedAt: String

        /// Unless it was continued.
        var end: String {
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = \(process)
            AND query_start = '\(startedAt)' AND \(isWaiting)
            """
        }
    }

    /// In a transaction, also in one that failed.
    private static let isWaiting = "state <> 'idle' AND wait_event_type = 'Client'"

    /// When each was first seen, without interruption since.
    private var firstSeen: [Statement: Double] = [:]

    /// Returns those that waited each time for the last seconds.
    mutating func note(_ waiting: [Statement], now: Double) -> [Statement] {
        let known = firstSeen
        firstSeen = Dictionary(waiting.map { ($0, known[$0] ?? now) }, uniquingKeysWith: min)
        return firstSeen.filter { now - $0.value >= Double(Lease.seconds) }.map(\.key)
    }

    /// - Parameter tables: quoted names of those that workers lock. Readers have no locks but ACCESS SHARE.
    static func search(_ tables: [String]) -> String {
        """
        SELECT pid, query_start::text AS started_at FROM pg_stat_activity a
        WHERE \(isWaiting) AND usename = session_user AND EXISTS (
            SELECT 1 FROM pg_locks l WHERE l.pid = a.pid AND l.granted AND l.mode <> 'AccessShareLock'
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND l.relation IN (\(tables.map { "to_regclass(\($0))" }.joined(separator: ", "))))
        """
    }
}

extension PostgreSQLStore {
    /// Between transactions, if another worker has what this one wants.
    func endStalledWorkers() {
        guard !isInTransaction, let connection = try? connected() else { return }
        endStalledWorkers(on: connection)
    }

    /// While a statement waits, perhaps for a lock of a stalled worker.
    func endStalledWorkersMeanwhile() {
        guard worker != nil, let other = try? anotherConnection() else { return }
        endStalledWorkers(on: other)
    }

    private func endStalledWorkers(on connection: PostgreSQLConnection) {
        let tables = ["mirror_lease", "staging_directory_listings"].map { quoted("\(schema).\($0)", "'") }
        guard let rows = try? connection.script(StalledWorkers.search(tables)).rows else { return }
        let waiting = rows.map {
            StalledWorkers.Statement(process: $0.integer("pid"), startedAt: $0.text("started_at") ?? "")
        }
        for statement in stalledWorkers.note(waiting, now: MonotonicClock.now) {
            _ = try? connection.script(statement.end)
        }
    }
}
