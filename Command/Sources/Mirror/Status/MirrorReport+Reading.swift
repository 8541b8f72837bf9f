/// Reading it from the database.
extension MirrorReport {
    /// Must be called in a transaction.
    init(_ store: any Store) throws {
        workers = try store.workers()
        func count(_ table: String) throws -> Int { try store.count("SELECT count(*) FROM \(table)") }
        (directories, groups, users) = (try count("directories"), try count("groups"), try count("users"))
        (memberships, changes) = (try count("memberships"), try count("changes"))
        if changes > 0 {
            firstChange = try store.count("SELECT min(id) FROM changes")
            lastChange = try store.count("SELECT max(id) FROM changes")
        }
        if let row = try store.row("SELECT * FROM mirror_state WHERE id = 1") {
            (eventCursor, eventCursorAt) = (row.text("event_cursor"), row.text("event_cursor_at"))
            (listedAt, caughtUpAt) = (row.text("listed_at"), row.text("caught_up_at"))
            lastSuccessAt = row.text("last_success_at")
            (lastError, lastErrorAt) = (row.text("last_error"), row.text("last_error_at"))
            failures = row.integer("failures")
            scope = row.text("scope")
        }
        if let row = try store.row("SELECT reason, started_at FROM staging_generation"),
            let reason = row.text("reason"), let startedAt = row.text("started_at")
        {
            let seen = "staging_seen WHERE listing IN (SELECT number FROM staging_listings WHERE kind = 'users')"
            listing = Listing(reason: reason, startedAt: startedAt, users: try count(seen))
        }
        let states = try store.query(
            """
            SELECT s.*, d.name FROM directory_states s LEFT JOIN directories d ON d.id = s.directory_id
            ORDER BY directory_id
            """)
        held = states.compactMap { Self.trouble($0, "held") }
        marked = states.compactMap { Self.trouble($0, "problem") ?? Self.trouble($0, "listing_due") }
        leftOut = try store.query("SELECT * FROM left_out_records ORDER BY directory_id, kind, id").map {
            ($0.text("directory_id") ?? "", $0.text("kind") ?? "", $0.text("id") ?? "")
        }
        let size = try store.size()
        (fileSize, walSize) = (size.bytes, size.logBytes)
    }

    private static func trouble(_ row: Row, _ column: String) -> Trouble? {
        guard let problem = row.text(column), let directory = row.text("directory_id") else { return nil }
        return Trouble(directory: directory, name: row.text("name"), problem: problem)
    }
}
