/// The mirror's state: the only row of `mirror_state`.
struct MirrorState {
    /// The id of the last event that was handled, and its time.
    let eventCursor: String?
    let eventCursorAt: Moment?
    /// The time from which events are followed until there is a cursor.
    let eventsSince: Moment?
    /// When all available events had last been handled.
    let caughtUpAt: Moment?
    /// When the last full listing was complete; nil before the first one.
    let listedAt: Moment?
    let lastCycleAt: Moment?
    let lastSuccessAt: Moment?
    let lastError: String?
    let lastErrorAt: Moment?
    /// The number of consecutive failed cycles; 0 if the last one succeeded. Independent of clocks.
    let failures: Int
    /// Why the next run must list everything.
    let listingDue: String?
    /// The environment of the file: the server, and a digest of the last key.
    let baseURL: String?
    let keyDigest: String?

    static func read(_ store: any Store) throws -> MirrorState {
        guard let row = try store.row("SELECT * FROM mirror_state WHERE id = 1") else {
            throw MirrorError.unusableFile("the table mirror_state has lost its row: remove the file and run again")
        }
        return MirrorState(row)
    }

    private init(_ row: Row) {
        eventCursor = row.text("event_cursor")
        eventCursorAt = row.moment("event_cursor_at")
        eventsSince = row.moment("events_since")
        caughtUpAt = row.moment("caught_up_at")
        listedAt = row.moment("listed_at")
        lastCycleAt = row.moment("last_cycle_at")
        lastSuccessAt = row.moment("last_success_at")
        lastError = row.text("last_error")
        lastErrorAt = row.moment("last_error_at")
        failures = row.integer("failures")
        listingDue = row.text("listing_due")
        baseURL = row.text("base_url")
        keyDigest = row.text("key_digest")
    }
}

extension Store {
    func state() throws -> MirrorState { try MirrorState.read(self) }

    func setCursor(_ cursor: String, at moment: String?) throws {
        try execute("UPDATE mirror_state SET event_cursor = ?1, event_cursor_at = ?2", [.text(cursor), Value(moment)])
    }

    func caughtUp(at moment: Moment) throws {
        try execute("UPDATE mirror_state SET caught_up_at = ?1", [Value(moment)])
    }

    func requireListing(_ reason: String) throws {
        try execute("UPDATE mirror_state SET listing_due = ?1", [.text(reason)])
    }

    /// Makes the next cycle list everything, except during the first listing.
    func askForListing() throws {
        try execute("UPDATE mirror_state SET listing_due = 'asked for' WHERE listed_at IS NOT NULL")
    }

    func cycleEnded(at moment: Moment, error: String?) throws {
        if let error {
            try execute(
                """
                UPDATE mirror_state SET last_cycle_at = ?1, last_error = ?2, last_error_at = ?1,
                    failures = failures + 1
                """, [Value(moment), .text(error)])
        } else {
            // The last error is kept; its time shows that it is over.
            try execute(
                "UPDATE mirror_state SET last_cycle_at = ?1, last_success_at = ?1, failures = 0", [Value(moment)])
        }
    }

    /// The scope of the database. Everything, if none is stored.
    func storedScope() throws -> MirrorScope {
        guard let json = try row("SELECT scope FROM mirror_state WHERE id = 1")?.text("scope") else {
            return .everything
        }
        let dialect = dialect(for: nil)
        func list(_ name: String) throws -> [String] {
            try query("SELECT value FROM \(dialect.strings(in: name, of: "?1"))", [.text(json)])
                .compactMap { $0.text("value") }
        }
        return MirrorScope(
            organization: try list("organization").first, directories: try list("directories"),
            states: try list("states"), without: try list("without").compactMap(MirrorScope.Column.init))
    }
}
