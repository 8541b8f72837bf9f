import CommandSupport
import WorkOSDirectorySync

/// A worker until it gets the lease: it lists directories for the worker that has it, which follows the events and
/// adopts what is listed.
final class Worker {
    /// After an error, which another worker may not have.
    private static let rest = 10.0

    private let store: PostgreSQLStore
    private let settings: MirrorSettings
    private let server: ServerOptions
    private let requests: RequestStatistics
    private let log: CycleLog
    private var works: [any Work] = []
    private var pipelines: [DirectoryPipeline] = []
    /// When directories failed. They are not tried again for a while, whatever the clock that their state is from.
    private var failures: [String: Double] = [:]
    private var isEnvironmentChecked = false
    private var restsUntil = 0.0
    private var begun = (requests: 0, at: 0.0)

    init(
        _ store: PostgreSQLStore, _ settings: MirrorSettings, _ server: ServerOptions, _ requests: RequestStatistics,
        _ log: CycleLog
    ) {
        self.store = store
        self.settings = settings
        self.server = server
        self.requests = requests
        self.log = log
        store.scope = settings.scope
    }

    /// Returns true when this worker has the lease, and false after SIGHUP.
    func waitForLease(_ context: MirrorContext) throws -> Bool {
        stopListing()
        defer { stopListing() }
        isEnvironmentChecked = false
        var sign: String?
        while true {
            let leads = try store.takeLease()
            context.pace.sharers = store.workerCount
            if leads { return true }
            let end = MonotonicClock.now + Lease.interval / 2
            if settings.watches {
                if context.loop.wantsReload {
                    try store.askForListing()
                    return false
                }
                try work(context, until: end)
                continue
            }
            // Until the other worker is known to be alive or dead.
            let holder = try store.leaseHolder()
            if holder.sign != sign ?? holder.sign {
                throw MirrorError.locked(
                    "\(store.name) is being mirrored by another worker (\(holder.name)): nothing was done")
            }
            sign = holder.sign
            try context.loop.sleep(until: end)
        }
    }

    private func stopListing() {
        works = []
        pipelines = []
        store.listed = []
    }

    // MARK: - Listing

    private func work(_ context: MirrorContext, until end: Double) throws {
        do {
            if MonotonicClock.now >= restsUntil { try takeDirectories(context) }
            if works.isEmpty { return try context.loop.sleep(until: end) }
            try context.loop.run(&works, until: end)
            try noteOutcomes()
        } catch {
            guard MirrorFailure.isPassing(error) else { throw error }
            store.rollback()
            stopListing()
            if !(error is LeaseLost) { restsUntil = MonotonicClock.now + Self.rest }
            log.write(problem: MirrorFailure(error, store.name).text)
        }
    }

    private func takeDirectories(_ context: MirrorContext) throws {
        let now = MonotonicClock.now
        let tried = Set(works.compactMap { ($0 as? DirectoryPipeline)?.directory })
        let open = try store.openDirectories(retriedAfter: FullListing.retryAfter).filter {
            !tried.contains($0) && failures[$0].map { now - $0 > FullListing.retryAfter } ?? true
        }
        // Another scope or environment must not get into the listing.
        guard !open.isEmpty, try store.storedScope() == settings.scope else { return }
        if !isEnvironmentChecked {
            try Environment(context, baseURL: server.baseURL, key: server.key()).check(isStored: false)
            isEnvironmentChecked = true
        }
        let taken = try store.takeDirectories(from: open, own: works.count)
        if pipelines.isEmpty { begun = (requests.total, now) }
        let siblings = max((open.count + works.count) / store.workerCount, 1)
        let added = taken.map { DirectoryPipeline($0, context, siblings: siblings) }
        works += added
        pipelines += added
    }

    private func noteOutcomes() throws {
        var error: APIError?
        for pipeline in pipelines where pipeline.outcome != nil {
            // The worker with the lease asks for it by its id.
            if pipeline.isGone {
                try store.transaction {
                    try store.requireListing(of: pipeline.directory, "the API did not know it")
                }
            }
            guard let failure = pipeline.failure else { continue }
            failures[pipeline.directory] = MonotonicClock.now
            guard let cause = failure.error, cause.isOfNetwork || cause.status == .authentication else { continue }
            // Not a problem of the directory.
            error = cause
            failures[pipeline.directory] = nil
            try store.transaction {
                try store.execute(
                    """
                    UPDATE directory_states SET problem = NULL, problem_at = NULL WHERE directory_id = ?1 AND problem = ?2
                    """, [.text(pipeline.directory), .text(failure.text)])
            }
        }
        let ended = pipelines.filter { $0.outcome != nil }.count
        if ended > 0 {
            let now = MonotonicClock.now
            log.write(directories: ended, requests: requests.total - begun.requests, seconds: now - begun.at)
            begun = (requests.total, now)
        }
        pipelines.removeAll { $0.outcome != nil }
        if let error { throw error }
    }
}
