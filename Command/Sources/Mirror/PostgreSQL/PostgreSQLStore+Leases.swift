import CommandSupport

/// The leases of this worker: that of the content, and those of the directories that it lists.
extension PostgreSQLStore {
    /// Returns false if another worker has it.
    func takeLease() throws -> Bool {
        try register()
        if let lease, try execute(lease.extend) > 0 { return true }
        lease = nil
        let arguments: [Value] = [.text(Lease.holder), worker.map { Value($0.number) } ?? .null]
        guard let fence = try row(Lease.take, arguments)?.integer("fence") else {
            endStalledWorkers()
            return false
        }
        lease = Lease(fence: fence, table: "\(schema).mirror_lease")
        return true
    }

    private func register() throws {
        guard worker == nil, let number = try row(WorkerLease.register, [.text(Lease.holder)])?.integer("number")
        else { return }
        worker = WorkerLease(number: number, schema: "\(schema).")
        workerCount = max(1, try count("SELECT count(*) FROM mirror_workers WHERE expires_at > clock_timestamp()"))
    }

    /// The worker that has the lease, and its last sign of life.
    func leaseHolder() throws -> (name: String, sign: String) {
        let row = try row("SELECT holder, expires_at::text AS sign FROM mirror_lease")
        return (row?.text("holder") ?? "another worker", row?.text("sign") ?? "")
    }

    /// Between transactions. Throws if a lease is lost, before another request is sent. Other errors are ignored,
    /// because the next transaction finds them.
    func keepLeases() throws {
        guard let worker, let row = sign(worker.sign(lease?.extend)) else { return }
        extendedAt = MonotonicClock.now
        workerCount = max(1, row.integer("workers"))
        if row.integer("is_known") == 0 { self.worker = nil }
        if row.integer("is_known") == 0 || row.integer("leads") == 0 || row.integer("directories") < listed.count {
            throw LeaseLost(database: name)
        }
    }

    // MARK: - Transactions

    /// At the beginning of a transaction: locks the rows of the leases.
    var leaseCheck: String? {
        guard let worker else { return nil }
        let lead = lease?.lock ?? "SELECT version FROM \(schema).mirror_lease"
        return listed.isEmpty ? lead : worker.check(lead)
    }

    /// - Parameter rows: the result of `leaseCheck`.
    func leaseProblem(_ rows: [Row]) -> (any Error)? {
        guard worker != nil else { return nil }
        guard let version = rows.first?.integer("version") else { return LeaseLost(database: name) }
        guard version == Schema.version else {
            return MirrorError.unusableFile("\(name) was updated by a newer version of workosds: use that one")
        }
        let held = Set(rows.compactMap { $0.text("directory_id") })
        return listed.isSubset(of: held) ? nil : LeaseLost(database: name)
    }

    /// The sign of life before a commit. Rarely, because each one writes rows.
    func extensionIfDue() -> String? {
        let now = MonotonicClock.now
        guard let worker, now - extendedAt > Lease.interval / 2 else { return nil }
        extendedAt = now
        return [lease?.extend, worker.extend].compactMap { $0 }.joined(separator: "; ")
    }
}

extension PostgreSQLStore: ListingShare {
    /// The number of directories that a worker lists at once.
    private static let mostAtOnce = 20

    var share: (any ListingShare)? { worker.map { _ in self } }

    func takeDirectories(from open: [String], own: Int) throws -> [String] {
        let part = (open.count + own + workerCount - 1) / workerCount
        let limit = min(part, Self.mostAtOnce) - own
        guard let worker, !open.isEmpty, limit > 0 else { return [] }
        let ids = JSONOutput.array(open.map(JSONOutput.string))
        let taken = try transaction {
            try query(WorkerLease.takeDirectories, [Value(worker.number), .text(ids), Value(limit)])
        }.compactMap { $0.text("directory_id") }
        if taken.isEmpty { endStalledWorkers() }
        listed.formUnion(taken)
        return taken
    }

    func endListing(of directory: String) throws {
        listed.remove(directory)
        try execute(WorkerLease.endListing, [.text(directory)])
    }

    /// Until the end of the transaction no other worker begins, continues or completes a directory.
    func lockListings() throws { try script("LOCK TABLE staging_directory_listings IN EXCLUSIVE MODE") }

    /// All listings by others end. Their last requests count towards the rate of the next ones.
    func endListings() throws {
        // First, because the other workers lock it first too.
        try lockListings()
        let others = "SELECT 1 FROM staging_directory_listings WHERE finished_at IS NULL AND worker <> ?1"
        guard let worker, try exists(others, [Value(worker.number)]) else { return }
        try execute("SELECT pg_sleep(?1)", [.real(handoverPause)])
    }

    func workers() throws -> [RunningWorker] {
        try query(WorkerLease.list).map { row in
            RunningWorker(
                name: row.text("name") ?? "", leads: row.integer("leads") == 1, directories: row.integer("directories"))
        }
    }
}
