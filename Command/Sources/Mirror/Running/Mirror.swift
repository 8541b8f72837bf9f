import DirectorySync

/// One cycle brings the file up to what the API has.
final class Mirror {
    /// An interrupted listing that is older is begun anew.
    private static let oldestListing = 86_400.0

    private let store: MirrorStore
    private let client: Client
    private let settings: MirrorSettings
    private let loop: WorkLoop
    private let follower: EventFollower

    init(_ store: MirrorStore, _ client: Client, _ settings: MirrorSettings, _ loop: WorkLoop) {
        self.store = store
        self.client = client
        self.settings = settings
        self.loop = loop
        follower = EventFollower(store, client, loop)
    }

    struct Result {
        var events = 0
        var changes = 0
        /// Why everything was listed; nil where it was not.
        var listed: String?
    }

    /// - Parameter isAsked: list everything, whether it is due or not.
    func cycle(isAsked: Bool) throws -> Result {
        var result = Result()
        let firstChange = try lastChange()
        if let reason = try reasonToList(isAsked) {
            result.listed = reason
            try list(reason)
        }
        var outcome = try follower.follow()
        if case .cursorRefused(let error) = outcome {
            guard result.listed == nil else { throw error }
            let reason = "the API refused the cursor of the events"
            try store.begin()
            try store.requireListing(reason)
            try store.commit()
            result.listed = reason
            try list(reason)
            outcome = try follower.follow()
        }
        switch outcome {
        case .caughtUp(let events): result.events = events
        case .cursorRefused(let error): throw error
        }
        result.changes = try lastChange() - firstChange
        return result
    }

    private func lastChange() throws -> Int { try store.count("SELECT coalesce(max(id), 0) FROM changes") }

    private func reasonToList(_ isAsked: Bool) throws -> String? {
        let state = try store.state()
        if let unfinished = try store.generation() { return "continued: " + unfinished.reason }
        guard let listedAt = state.listedAt else { return "first run" }
        if isAsked { return "asked for" }
        if let due = state.listingDue { return due }
        let now = Moment.now
        guard let caughtUpAt = state.caughtUpAt, now.since(caughtUpAt) < EventFollower.reach else {
            return "the API does not keep all events since the last run"
        }
        if let every = settings.reconcileEvery, now.since(listedAt) >= every { return "scheduled" }
        return nil
    }

    private func list(_ reason: String) throws {
        let generation = try openGeneration(reason)
        try store.withoutForeignKeys {
            try FullListing(store, client, settings, loop).run()
            try store.adopt(generation, maxRemoval: settings.confirmsRemoval ? nil : settings.guardLimits.percent)
        }
        let now = Moment.now
        try store.transaction {
            try store.prune(
                changesBefore: now.advanced(seconds: -(settings.keepsChanges ?? 1e12)),
                eventsBefore: now.advanced(seconds: -90 * 86_400))
        }
    }

    /// The one that an earlier run left, if it is of use, or a new one.
    private func openGeneration(_ reason: String) throws -> Generation {
        if let unfinished = try store.generation() {
            let isOld = Moment.now.since(unfinished.startedAt) > Self.oldestListing
            // Complete and not adopted: it was held back, and a new one is asked for.
            let isHeld = try store.isListingComplete()
            if !isOld, !isHeld || settings.confirmsRemoval || !settings.reconciles { return unfinished }
        }
        let newest = try follower.newest()
        let generation = Generation(
            startedAt: .now, reason: reason, eventCursor: newest?.id, eventCursorAt: newest?.createdAt)
        try store.beginGeneration(generation)
        return generation
    }
}
