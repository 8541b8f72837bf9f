import WorkOSDirectorySync

/// Lists everything or some directories, whatever is due. A directory is adopted as soon as its listing is complete and
/// the events have been followed beyond it.
final class FullListing {
    /// An interrupted listing older than this starts over.
    private static let oldest = 86_400.0
    /// A directory that cannot be listed is retried after this time.
    static let retryAfter = 300.0
    /// How often directories are divided again among the processes.
    private static let shareInterval = 0.2
    /// The first run keeps its data while up to this many directories fail because of the network.
    private static let toleratedFailures = 3

    private let context: MirrorContext
    private let store: any Store
    private let directories: DirectoryList
    private var works: [any Work] = []
    private var pipelines: [DirectoryPipeline] = []
    private var preparedAt = Moment.now

    init(_ context: MirrorContext) {
        self.context = context
        store = context.store
        directories = DirectoryList(context)
    }

    // MARK: - Due listings

    /// Starts a listing of everything.
    func begin(_ reason: String) throws {
        let now = Value(Moment.now)
        try store.transaction {
            let isFirst = try store.state().listedAt == nil
            try store.resetStaging(ofFirstRun: isFirst)
            try store.execute(
                "INSERT INTO staging_generation (id, started_at, reason) VALUES (1, ?1, ?2)", [now, .text(reason)])
            try store.execute("UPDATE mirror_state SET events_since = ?1 WHERE event_cursor IS NULL", [now])
            // A request made during this listing applies to the next one.
            try store.execute("UPDATE mirror_state SET listing_due = NULL")
        }
    }

    /// Nil if no listing is in progress.
    func reason() throws -> String? { try store.row("SELECT reason FROM staging_generation")?.text("reason") }

    func isOld() throws -> Bool {
        guard let startedAt = try store.row("SELECT started_at FROM staging_generation")?.moment("started_at") else {
            return false
        }
        let age = Moment.now.since(startedAt)
        return age > Self.oldest || age < 0
    }

    // MARK: - Listing

    private var retryPause: Double { context.settings.watches ? Self.retryAfter : 0 }

    /// Determines the directories to list. False if there are none.
    func prepare() throws -> Bool {
        let pause = retryPause
        if let generation = try store.row("SELECT * FROM staging_generation"),
            generation.text("directories_listed_at") == nil
        {
            try directories.list()
        }
        try beginOldOnesAnew()
        try directories.addDue(after: pause)
        let open = try store.openDirectories(retriedAfter: pause)
        preparedAt = .now
        try add(store.share?.takeDirectories(from: open, own: 0) ?? open, of: open.count)
        return try !open.isEmpty || reason() != nil
    }

    /// Listings that were held or interrupted a day ago are obsolete.
    private func beginOldOnesAnew() throws {
        let now = Moment.now
        let old = try store.query(
            "SELECT directory_id FROM staging_directory_listings WHERE started_at < ?1 OR started_at > ?2",
            [Value(now.advanced(seconds: -Self.oldest)), Value(now)]
        ).compactMap { $0.text("directory_id") }
        guard !old.isEmpty, try reason() == nil else { return }
        try store.transaction {
            for id in old {
                try store.clearListing(of: id, withRecord: true)
                try store.requireListing(of: id, "its listing was not finished within a day")
            }
        }
    }

    private func add(_ directories: [String], of total: Int) {
        let siblings = max(total / context.pace.sharers, 1)
        let added = directories.map { DirectoryPipeline($0, context, siblings: siblings) }
        pipelines += added
        works += added
    }

    /// Runs until everything is listed, or until `end`. Returns true if everything is.
    func run(until end: Double = .infinity) throws -> Bool {
        guard let share = store.share else {
            try runOwn(until: end)
            return works.isEmpty
        }
        while true {
            let tried = Set(pipelines.map(\.directory))
            let open = try store.openDirectories(retriedAfter: retryPause).filter { !tried.contains($0) }
            try add(share.takeDirectories(from: open, own: works.count), of: open.count + works.count)
            if works.isEmpty, open.isEmpty { return true }
            let now = MonotonicClock.now
            if now >= end { return false }
            let pause = min(end, now + Self.shareInterval)
            try works.isEmpty ? context.loop.sleep(until: pause, forReload: false) : runOwn(until: pause)
        }
    }

    private func runOwn(until end: Double) throws {
        try context.loop.run(&works, until: end)
        var networkFailures = 0
        for pipeline in pipelines {
            guard case .failed(_, let error?) = pipeline.outcome else { continue }
            // A rejected key is rejected for all of them.
            if error.status == .authentication { throw error }
            if error.isOfNetwork { networkFailures += 1 }
            if networkFailures > Self.toleratedFailures, !pipelines.contains(where: { $0.isComplete }) { throw error }
        }
    }

    /// The directories that are complete but not adopted yet.
    func complete(withHeld: Bool = true) throws -> [String] {
        try store.query(
            """
            SELECT directory_id, held FROM staging_directory_listings LEFT JOIN directory_states USING (directory_id)
            WHERE finished_at IS NOT NULL
            """
        ).compactMap { withHeld || $0.text("held") == nil ? $0.text("directory_id") : nil }
    }

    /// Of this run, or of another process.
    func firstFailure() throws -> (directory: String, text: String, error: APIError?)? {
        for pipeline in pipelines {
            if let failure = pipeline.failure { return (pipeline.directory, failure.text, failure.error) }
        }
        guard let row = try store.row("SELECT * FROM directory_states WHERE problem_at >= ?1", [Value(preparedAt)])
        else { return nil }
        return (row.text("directory_id") ?? "", row.text("problem") ?? "", nil)
    }

    /// The number of directories that this process tried.
    var directoryCount: Int { pipelines.count }

    // MARK: - The end

    /// Everything was tried; directories that are not listed are in `directory_states`.
    func finish() throws {
        for pipeline in pipelines where pipeline.isGone {
            try store.transaction { try directories.removeUnlessHeld(pipeline.directory) }
        }
        guard let generation = try store.row("SELECT * FROM staging_generation") else { return }
        let startedAt = Value(generation.text("started_at"))
        try directories.removeMissing(since: startedAt)
        try store.transaction {
            try store.execute(
                "UPDATE mirror_state SET listed_at = ?1, listed_event_at = ?1", [startedAt])
            try store.execute("DELETE FROM staging_generation")
            try store.execute(
                """
                DELETE FROM staging_directories WHERE NOT EXISTS
                (SELECT 1 FROM staging_directory_listings l WHERE l.directory_id = staging_directories.id)
                """)
        }
    }
}

extension DirectoryPipeline {
    fileprivate var isComplete: Bool { if case .complete = outcome { true } else { false } }
    var isGone: Bool { if case .gone = outcome { true } else { false } }
    var failure: (text: String, error: APIError?)? {
        if case .failed(let text, let error) = outcome { (text, error) } else { nil }
    }
}

extension APIError {
    /// Another process may have more luck.
    var isOfNetwork: Bool { [.network, .tls, .timeout].contains(status) }
}
