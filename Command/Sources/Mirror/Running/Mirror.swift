import WorkOSDirectorySync

/// One cycle brings the file up to what the API has: it follows the events, lists what is due, and follows again.
///
///     MirrorSession            the cycles of a process, one or many (Running)
///       Environment            is the file of this key's environment?
///       Mirror                 one cycle
///         EventFollower        pages of events, each in one transaction (Events)
///           EventApplication   what one event changes; leaves questions where it cannot tell
///         FullListing          what is listed, everything or some directories (Listing)
///           DirectoryList      which directories there are
///           DirectoryPipeline  one directory, page by page into the staging tables
///         FirstAdoption        the staging tables become the mirror's
///         Adoption             one directory's Differences, asked about, held by RemovalGuard or taken in steps
///       Inquiries              questions to the service and its answers (API)
///       MirrorContext          client, store, loop, pace and settings, which all of them share
///     Store                    SQL and transactions; what only SQLite understands is in SQLite
///
/// What is true at every commit: each row was true at the service at some moment since the last full listing of its
/// directory began, and none goes back in time. So records are compared by `updated_at`; ids that were deleted stay
/// known; and where a listing and an event about the same thing leave doubt which is the later one, the service is
/// asked about it.
final class Mirror {
    /// How often it is looked, while the API may hold events back, whether they explain what is held.
    private static let explanationRounds = 2
    /// What is known of events and deletions is of use as long as the API may tell of them again.
    private static let memory = 90 * 86_400.0

    private let context: MirrorContext
    private let store: any Store
    private let follower: EventFollower
    private let listing: FullListing
    /// Directories whose listing this cycle has found to be held: only events can explain it.
    private var held: Set<String> = []

    init(_ context: MirrorContext) {
        self.context = context
        store = context.store
        follower = EventFollower(context)
        listing = FullListing(context)
    }

    struct Result {
        var events = 0
        var changes = 0
        /// Why everything was listed; nil where it was not.
        var listed: String?
        /// Directories that were listed, everything or not.
        var listedDirectories = 0
        /// What is not up to date though the cycle ended.
        var problem: MirrorError?
    }

    /// - Parameter isAsked: list everything, whether it is due or not.
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
            // An adoption that was interrupted is completed; what is held may be explained by now.
            try adopt(listing.complete(withHeld: result.events > 0 || context.settings.confirmsRemoval))
        }
        try prune()
        result.changes = try store.lastChange() - firstChange
        result.problem = try problem()
        return result
    }

    /// After a long pause the events that there are do not tell everything.
    private func noteGap() throws {
        let state = try store.state()
        guard state.listedAt != nil else { return }
        let since = state.caughtUpAt ?? state.eventsSince
        guard since.map({ Moment.now.since($0) >= EventFollower.reach }) ?? true else { return }
        try store.transaction { try store.requireListing("the API does not keep all events since the last run") }
    }

    private func follow() throws -> Int {
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
        // It came up after the listing under way began, which may have passed by what it is about.
        if state.listedAt != nil, let due = state.listingDue { return (due, false) }
        if let unfinished = try listing.reason(), try !listing.isOld() { return (unfinished, true) }
        guard let listedAt = state.listedAt else { return ("first run", false) }
        if isAsked { return ("asked for", false) }
        // A clock that was ahead is no reason to wait for it.
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

    /// What is complete, now that the events have been followed beyond it.
    private func followAndAdopt(_ result: inout Result) throws {
        let events = try follow()
        result.events += events
        if events > 0 { held = [] }
        try adopt(listing.complete().filter { !held.contains($0) })
    }

    /// There is nothing yet that events could change: they are followed from the listing's beginning afterwards.
    private func listFirst(_ result: inout Result) throws {
        while try !listing.run() {}
        if let first = listing.failures.first, try listing.complete().isEmpty {
            // An id that no path can have is the service's, and no wrong argument of whoever runs this.
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
            for directory in directories {
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
            // What it had committed is whole; a part of a step is not.
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

    // MARK: - What is not up to date

    private func problem() throws -> MirrorError? {
        let rows = try store.query(
            "SELECT * FROM directory_states WHERE problem IS NOT NULL OR held IS NOT NULL ORDER BY directory_id")
        let failed = rows.filter { $0.text("problem") != nil }
        let held = rows.compactMap { $0.text("held") }
        let more = held.count > 1 ? " (and \(held.count - 1) more)" : ""
        if let first = failed.first {
            let total = try store.count(
                "SELECT count(*) FROM (SELECT id FROM directories UNION SELECT directory_id FROM directory_states)")
            let text =
                "\(failed.count) of \(total) directories could not be listed completely; the others are up to date. "
                + "\(first.text("directory_id") ?? ""): \(first.text("problem") ?? "")"
            return .incomplete(held.first.map { "\(text). Also held: \($0)\(more)" } ?? text)
        }
        return held.first.map { .removalHeld($0 + more) }
    }
}
