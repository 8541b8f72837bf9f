import GRDB

/// What the mirror knows about itself: the one row of `mirror_state`.
struct MirrorState {
    /// The id of the last event that was dealt with, and when that happened.
    var eventCursor: String?
    var eventCursorAt: Moment?
    /// Events before this one are in the last full listing.
    var listedEventAt: Moment?
    /// When the last event that there was had been dealt with.
    var caughtUpAt: Moment?
    /// When the last full listing became the mirror's content.
    var listedAt: Moment?
    var lastCycleAt: Moment?
    var lastSuccessAt: Moment?
    var lastError: String?
    var lastErrorAt: Moment?
    /// Why the next run has to list everything.
    var listingDue: String?

    init(_ row: Row) {
        eventCursor = row["event_cursor"]
        eventCursorAt = Moment(row["event_cursor_at"])
        listedEventAt = Moment(row["listed_event_at"])
        caughtUpAt = Moment(row["caught_up_at"])
        listedAt = Moment(row["listed_at"])
        lastCycleAt = Moment(row["last_cycle_at"])
        lastSuccessAt = Moment(row["last_success_at"])
        lastError = row["last_error"]
        lastErrorAt = Moment(row["last_error_at"])
        listingDue = row["listing_due"]
    }

    static func read(_ db: Database) throws -> MirrorState {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM mirror_state WHERE id = 1") else {
            throw MirrorError.unusableFile("the table mirror_state has lost its row")
        }
        return MirrorState(row)
    }
}

extension MirrorStore {
    func state() throws -> MirrorState { try MirrorState.read(db) }

    func setCursor(_ cursor: String?, at: String?) throws {
        try run("UPDATE mirror_state SET event_cursor = ?, event_cursor_at = ?", [cursor, at])
    }

    func caughtUp(at moment: Moment) throws {
        try run("UPDATE mirror_state SET caught_up_at = ?", [moment.text])
    }

    func requireListing(_ reason: String) throws {
        try run("UPDATE mirror_state SET listing_due = ?", [reason])
    }

    func cycleEnded(at moment: Moment, error: String?) throws {
        let text = moment.text
        if let error {
            try run(
                "UPDATE mirror_state SET last_cycle_at = ?, last_error = ?, last_error_at = ?", [text, error, text])
        } else {
            // The last error stays readable: its time tells that it is over.
            try run("UPDATE mirror_state SET last_cycle_at = ?, last_success_at = ?", [text, text])
        }
    }
}
