import WorkOSDirectorySync

/// One cycle brings the file up to date: it follows the events, performs due listings, and follows the events again.
///
///     MirrorSession            the cycles of a process, one or many (Running)
///       Worker                 waits for the lease of a PostgreSQL database, and lists directories for its holder
///       Environment            does the file belong to this key's environment?
///       Mirror                 one cycle
///         EventFollower        pages of events, each in one transaction (Events)
///           EventApplication   applies one event; adds inquiries in cases of doubt
///         FullListing          lists everything or some directories (Listing)
///           DirectoryList      which directories there are
///           DirectoryPipeline  one directory, page by page into the staging tables
///         FirstAdoption        the staging tables become the mirror's
///         Adoption             one directory's Differences: checked, held by RemovalGuard, or applied in steps
///       Inquiries              single requests for records in doubt (API)
///       MirrorContext          the shared client, store, loop, rate limit and settings
///     Store                    SQL and transactions; what only SQLite understands is in SQLite
///
/// Invariant at every commit: each row was valid at the service at some moment since the last full listing of its
/// directory began, and no row is replaced by an older one. So records are compared by `updated_at`, deleted ids are
/// remembered, and if it is unclear whether a listing or an event is newer, the record is requested again.
final class Mirror {
    /// How often events are polled for an explanation of a held removal, while the API may hold events back.
    private static let explanationRounds = 2
    /// How long applied events and deletions are remembered: as long as the API may list them again.
    private static let memory = 90 * 86_400.0

    private let context: MirrorContext
    private let store: any Store
    private let follower: EventFollower
    private let listing: FullListing
    /// Directories whose listing was held in this cycle. Only events can explain it.
    private var held: Set<String> = []
    /// Directories that were complete before the events were last followed. Only these can be adopted.
    private var ripe: Set<String> = []

    init(_ context: MirrorContext) {
        self.context = context
        store = context.store
        follower = EventFollower(context)
        listing = FullListing(context)
    }

    /// What one cycle did.
    struct Result {
        var events = 0
        var changes = 0
        /// Why everything was listed; nil if it was not.
        var listed: String?
        /// The number of listed directories.
        var listedDirectories = 0
        /// The parts that are not up to date after the cycle.
        var problem: MirrorError?
    }

    /// - Parameter isAsked: whether to list everything even if it is not due.
    func cycle(isAsked: Bool) throws -> Result {
        var result = Result()
        let firstChange = try store.lastChange()
        try noteGap()
        if try store.state().listedAt != nil { result.events += try follow() }
        try store.transaction {
            try store.takeHeldDeletions(
                context.settings.guardLimits, isConfirmed: context.settings.confirmsRemoval, .now)
        }
        if let reason = try reasonToList(isAsked) {
            result.listed = reason.isContinued ? "continued: \(reason.text)" : reason.text
            if !reason.isContinued { try listing.begin(reason.text) }
        }
        if try listing.prepare() {
            try list(&result)
        } else {
            // Completes an interrupted adoption; held removals may be explained by now.
            try adopt(listing.complete(withHeld: result.events > 0 || context.settings.confirmsRemoval))
        }
        try prune()
        result.changes = try store.lastChange() - firstChange
        result.problem = try problem()
        return result
    }

    /// After a long pause the available events are incomplete.
    private func noteGap() throws {
        let state = try store.state()
        guard state.listedAt != nil else { return }
        let since = state.caughtUpAt ?? state.eventsSince
        guard since.map({ Moment.now.since($0) >= EventFollower.reach }) ?? true else { return }
        try store.transaction { try store.requireListing("the API does not keep all events since the last run") }
    }

    private func follow() throws -> Int {
        ripe = Set(try listing.complete())
        switch try follower.follow() {
        case .caughtUp(let events): return events
        case .refused:
            try store.transaction {
                try store.requireListing("the API refused the cursor of the events")
                try store.execute(
                    "UPDATE mirror_state SET event_cursor = NULL, event_cursor_at = NULL, events_since = NULL")
            }
            return 0
        }
    }

    // MARK: - Listing

    private func reasonToList(_ isAsked: Bool) throws -> (text: String, isContinued: Bool)? {
        let state = try store.state()
        // The request came after the current listing began, which may have already passed the change.
        if state.listedAt != nil, let due = state.listingDue { return (due, false) }
        if let unfinished = try listing.reason(), try !listing.isOld() { return (unfinished, true) }
        guard let listedAt = state.listedAt else { return ("first run", false) }
        if isAsked { return ("asked for", false) }
        // Do not wait for a time stored by a clock that was ahead.
        let age = Moment.now.since(listedAt)
        if let every = context.settings.reconcileEvery, age >= every || age < 0 { return ("scheduled", false) }
        return nil
    }

    private func list(_ result: inout Result) throws {
        result.listedDirectories = listing.directoryCount
        if try store.state().listedAt == nil {
            try listFirst(&result)
        } else {
            var isOver = false
            while !isOver {
                isOver = try listing.run(until: MonotonicClock.now + context.settings.eventInterval)
                try followAndAdopt(&result)
            }
            let pause = context.settings.holdBack / Double(Self.explanationRounds)
            for _ in 0..<Self.explanationRounds
            where try store.exists(
                "SELECT 1 FROM directory_states WHERE held IS NOT NULL") && !context.settings.confirmsRemoval
            {
                try context.loop.sleep(until: MonotonicClock.now + pause)
                try followAndAdopt(&result)
            }
        }
        try listing.finish()
    }

    /// Adopts complete directories, after the events have been followed beyond them.
    private func followAndAdopt(_ result: inout Result) throws {
        let events = try follow()
        result.events += events
        if events > 0 { held = [] }
        try adopt(listing.complete().filter { !held.contains($0) })
    }

    /// The first run has no rows to apply events to. Events are followed afterwards, from the start of the listing.
    private func listFirst(_ result: inout Result) throws {
        while try !listing.run() {}
        if try listing.complete().isEmpty, let first = try listing.firstFailure() {
            // An invalid id comes from the service and is not an invalid argument.
            if let error = first.error, error.status != .invalidArgument { throw error }
            throw MirrorError.incomplete("no directory could be listed: \(first.directory): \(first.text)")
        }
        try FirstAdoption(store).run()
        result.events += try follow()
    }

    /// Small directories share a commit.
    private func adopt(_ directories: [String]) throws {
        do {
            var rows = 0
            for directory in directories where ripe.contains(directory) {
                try store.begin()
                let adoption = try Adoption(context, of: directory)
                if try adoption.run() != nil { held.insert(directory) }
                rows += adoption.uncommittedRows
                guard rows >= Adoption.rowsAtOnce else { continue }
                try store.commit()
                rows = 0
                try context.loop.checkStop()
            }
            try store.commit()
        } catch {
            // Committed steps are complete; a partial step is rolled back.
            store.rollback()
            throw error
        }
    }

    private func prune() throws {
        let now = Moment.now
        let forgotten = Value(now.advanced(seconds: -Self.memory))
        let tables = [
            ("applied_events", "applied_at"), ("deleted_records", "deleted_at"), ("membership_inquiries", "asked_at"),
        ]
        try store.transaction {
            for (table, column) in tables {
                try store.execute("DELETE FROM \(table) WHERE \(column) < ?1", [forgotten])
            }
            if let kept = context.settings.keepsChanges {
                try store.execute("DELETE FROM changes WHERE changed_at < ?1", [Value(now.advanced(seconds: -kept))])
            }
        }
    }

    // MARK: - Parts that are not up to date

    private func problem() throws -> MirrorError? {
        let rows = try store.query(
            "SELECT * FROM directory_states WHERE problem IS NOT NULL OR held IS NOT NULL ORDER BY directory_id")
        let failed = rows.filter { $0.text("problem") != nil }
        let held = rows.compactMap { $0.text("held") }
        let more = held.count > 1 ? " (and \(held.count - 1) more)" : ""
        if let first = failed.first {
            let total = try store.count(
                "SELECT count(*) FROM (SELECT id FROM directories UNION SELECT directory_id FROM directory_states) AS s"
            )
            let text =
                "\(failed.count) of \(total) directories could not be listed completely; the others are up to date. "
                + "\(first.text("directory_id") ?? ""): \(first.text("problem") ?? "")"
            return .incomplete(held.first.map { "\(text). Also held: \($0)\(more)" } ?? text)
        }
        return held.first.map { .removalHeld($0 + more) }
    }
}
