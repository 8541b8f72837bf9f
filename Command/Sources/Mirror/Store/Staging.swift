import GRDB

/// A full listing that is under way: kept page by page, so that the next run can go on with it.
struct Generation {
    let startedAt: Moment
    let reason: String
    /// The newest event before anything was listed.
    let eventCursor: String?
    let eventCursorAt: String?
}

/// What a listing in `staging_listings` lists.
enum ListingKind: String {
    case directories
    /// Of a directory.
    case groups, users
    /// Of a directory, as a whole; its cursor says which way was taken.
    case memberships
    /// The users of a group; the groups of a user.
    case members, userGroups = "user_groups"
}

extension MirrorStore {
    func generation() throws -> Generation? {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM staging_generation"),
            let startedAt = Moment(row["started_at"])
        else { return nil }
        return Generation(
            startedAt: startedAt, reason: row["reason"], eventCursor: row["event_cursor"],
            eventCursorAt: row["event_cursor_at"])
    }

    func beginGeneration(_ generation: Generation) throws {
        try transaction {
            try clearStaging()
            try run(
                """
                INSERT INTO staging_generation (id, started_at, reason, event_cursor, event_cursor_at)
                VALUES (1, ?, ?, ?, ?)
                """,
                [generation.startedAt.text, generation.reason, generation.eventCursor, generation.eventCursorAt])
            try addListing(.directories, of: "", in: "")
        }
    }

    /// Within a transaction of the caller's.
    func clearStaging() throws {
        forgetStatements()
        try Schema.dropStaging(db)
        try Schema.createStaging(db)
    }

    // MARK: - Listings

    func addListing(_ kind: ListingKind, of id: String, in directory: String) throws {
        try run(
            "INSERT OR IGNORE INTO staging_listings (kind, id, directory_id) VALUES (?, ?, ?)",
            [kind.rawValue, id, directory])
    }

    func setListingCursor(_ kind: ListingKind, of id: String, _ cursor: String?) throws {
        try run("UPDATE staging_listings SET cursor = ? WHERE kind = ? AND id = ?", [cursor, kind.rawValue, id])
    }

    func finishListing(_ kind: ListingKind, of id: String) throws {
        try run("UPDATE staging_listings SET is_done = 1 WHERE kind = ? AND id = ?", [kind.rawValue, id])
    }

    /// Those not finished, in the order of their ids, from the one after `id` on.
    func openListings(
        _ kind: ListingKind, in directory: String, after id: String = "", limit: Int = 1
    ) throws -> [(id: String, cursor: String?)] {
        try rows(
            """
            SELECT id, cursor FROM staging_listings
            WHERE directory_id = ? AND kind = ? AND is_done = 0 AND id > ? ORDER BY id LIMIT ?
            """,
            [directory, kind.rawValue, id, limit]
        ).map { ($0["id"], $0["cursor"]) }
    }

    func isListingOpen(_ kind: ListingKind, of id: String) throws -> Bool {
        try exists("SELECT 1 FROM staging_listings WHERE kind = ? AND id = ? AND is_done = 0", [kind.rawValue, id])
    }

    /// Nothing is left to be listed.
    func isListingComplete() throws -> Bool {
        try count("SELECT count(*) FROM staging_listings WHERE is_done = 0") == 0
    }

    /// One of each directory's groups or users.
    func addMemberListings(_ kind: ListingKind, in directory: String) throws {
        let table = kind == .members ? "staging_groups" : "staging_users"
        try run(
            """
            INSERT OR IGNORE INTO staging_listings (kind, id, directory_id)
            SELECT ?, id, directory_id FROM \(table) WHERE directory_id = ?
            """,
            [kind.rawValue, directory])
    }

    // MARK: - What turned out to be gone

    func unstageDirectory(_ id: String) throws {
        try run(
            """
            DELETE FROM staging_memberships WHERE group_id IN (SELECT id FROM staging_groups WHERE directory_id = ?)
            """, [id])
        for table in ["staging_users", "staging_groups", "staging_listings"] {
            try run("DELETE FROM \(table) WHERE directory_id = ?", [id])
        }
        try run("DELETE FROM staging_directories WHERE id = ?", [id])
    }

    func unstageGroup(_ id: String) throws {
        try run("DELETE FROM staging_memberships WHERE group_id = ?", [id])
        try run("DELETE FROM staging_groups WHERE id = ?", [id])
    }

    func unstageUser(_ id: String) throws {
        try run("DELETE FROM staging_memberships WHERE user_id = ?", [id])
        try run("DELETE FROM staging_users WHERE id = ?", [id])
    }
}
