import GRDB
import Glibc

extension MirrorReport {
    /// In one transaction of the caller's.
    init(_ db: Database, path: String) throws {
        func count(_ table: String) throws -> Int {
            try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0
        }
        (directories, groups, users) = (try count("directories"), try count("groups"), try count("users"))
        (memberships, changes) = (try count("memberships"), try count("changes"))
        if let row = try Row.fetchOne(db, sql: "SELECT min(id), max(id) FROM changes") {
            (firstChange, lastChange) = (row[0], row[1])
        }
        if let row = try Row.fetchOne(db, sql: "SELECT * FROM mirror_state WHERE id = 1") {
            (eventCursor, eventCursorAt) = (row["event_cursor"], row["event_cursor_at"])
            (listedAt, caughtUpAt, lastSuccessAt) = (row["listed_at"], row["caught_up_at"], row["last_success_at"])
            (lastError, lastErrorAt) = (row["last_error"], row["last_error_at"])
        }
        if let row = try Row.fetchOne(db, sql: "SELECT reason, started_at FROM staging_generation") {
            listing = Listing(reason: row["reason"], startedAt: row["started_at"], users: try count("staging_users"))
        }
        fileSize = Self.size(path)
        walSize = Self.size(path + "-wal")
    }

    private static func size(_ path: String) -> Int {
        var state = stat()
        return stat(path, &state) == 0 ? Int(state.st_size) : 0
    }
}
