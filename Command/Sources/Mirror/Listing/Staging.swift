/// What a listing in `staging_listings` lists.
enum ListingKind: String {
    /// Of a directory.
    case groups, users
    /// Of a directory, as a whole; its cursor says which way was taken.
    case memberships
    /// The users of a group; the groups of a user.
    case members, userGroups = "user_groups"
}

/// One of `staging_listings`, not finished yet.
struct OpenListing {
    let number: Int
    let kind: ListingKind
    let id: String
    let directory: String
    let cursor: String?

    init?(_ row: Row) {
        guard let kind = row.text("kind").flatMap(ListingKind.init), let id = row.text("id"),
            let directory = row.text("directory_id")
        else { return nil }
        (self.kind, self.id, self.directory) = (kind, id, directory)
        (number, cursor) = (row.integer("number"), row.text("cursor"))
    }
}

extension OpenListing {
    var listsMembers: Bool { kind == .members || kind == .userGroups }

    /// The columns of a membership: the one whose id is listed, and the other one with its table.
    fileprivate var columns: (own: String, other: String, others: String) {
        kind == .members ? ("group_id", "user_id", "users") : ("user_id", "group_id", "groups")
    }
}

/// A listing that is under way. What is the same in the tables is only noted as seen; what differs is kept beside them
/// until its directory is complete.
extension Store {
    // MARK: - Of a directory

    func beginListing(of directory: String, _ now: Moment) throws {
        if try exists("SELECT 1 FROM staging_directory_listings WHERE directory_id = ?1", [.text(directory)]) {
            try clearListing(of: directory, withRecord: false)
        }
        try execute(
            "INSERT INTO staging_directory_listings (directory_id, started_at) VALUES (?1, ?2)",
            [.text(directory), Value(now)])
        try execute("UPDATE directory_states SET listing_due = NULL WHERE directory_id = ?1", [.text(directory)])
        for kind in [ListingKind.groups, .users, .memberships] { try addListing(kind, of: directory, in: directory) }
    }

    func finishListing(of directory: String, _ now: Moment) throws {
        try execute(
            "UPDATE staging_directory_listings SET finished_at = ?2 WHERE directory_id = ?1",
            [.text(directory), Value(now)])
    }

    /// The number of rows that it had.
    @discardableResult
    func clearListing(of directory: String, withRecord: Bool) throws -> Int {
        let id: [Value] = [.text(directory)]
        var rows = try execute(
            """
            DELETE FROM staging_memberships WHERE group_id IN (SELECT id FROM groups WHERE directory_id = ?1
            UNION ALL SELECT id FROM staging_groups WHERE directory_id = ?1)
            """, id)
        rows += try execute(
            """
            DELETE FROM staging_seen WHERE listing IN (SELECT number FROM staging_listings WHERE directory_id = ?1
            UNION ALL SELECT -number FROM staging_listings WHERE directory_id = ?1)
            """, id)
        for table in ["users", "groups", "removed_memberships", "listings", "directory_listings"] {
            rows += try execute("DELETE FROM staging_\(table) WHERE directory_id = ?1", id)
        }
        if withRecord { rows += try execute("DELETE FROM staging_directories WHERE id = ?1", id) }
        return rows
    }

    // MARK: - Listings

    func addListing(_ kind: ListingKind, of id: String, in directory: String) throws {
        try execute(
            "INSERT INTO staging_listings (kind, id, directory_id) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            [.text(kind.rawValue), .text(id), .text(directory)])
    }

    /// One for each of the directory's groups or users that were seen.
    func addMemberListings(_ kind: ListingKind, in directory: String) throws {
        guard let seen = try listingNumber(kind == .members ? .groups : .users, of: directory) else { return }
        try execute(
            """
            INSERT INTO staging_listings (kind, id, directory_id) SELECT ?1, id, ?2 FROM staging_seen WHERE listing = ?3
            ON CONFLICT DO NOTHING
            """, [.text(kind.rawValue), .text(directory), Value(seen)])
    }

    func listingNumber(_ kind: ListingKind, of id: String) throws -> Int? {
        try row("SELECT number FROM staging_listings WHERE kind = ?1 AND id = ?2", [.text(kind.rawValue), .text(id)])?
            .integer("number")
    }

    func seenCount(_ kind: ListingKind, of directory: String) throws -> Int {
        guard let number = try listingNumber(kind, of: directory) else { return 0 }
        return try count("SELECT count(*) FROM staging_seen WHERE listing = ?1", [Value(number)])
    }

    /// The first that is not finished, in the order of their ids, from the one after `id` on.
    func openListing(_ kind: ListingKind, in directory: String, after id: String = "") throws -> OpenListing? {
        try row(
            """
            SELECT * FROM staging_listings
            WHERE directory_id = ?1 AND kind = ?2 AND is_done = 0 AND id > ?3 ORDER BY id LIMIT 1
            """, [.text(directory), .text(kind.rawValue), .text(id)]
        ).flatMap(OpenListing.init)
    }

    func setCursor(_ cursor: String?, of listing: OpenListing) throws {
        try execute(
            "UPDATE staging_listings SET cursor = ?2 WHERE number = ?1", [Value(listing.number), Value(cursor)])
    }

    func finish(_ listing: OpenListing) throws {
        try execute("UPDATE staging_listings SET is_done = 1 WHERE number = ?1", [Value(listing.number)])
    }

    /// Forgets what came of a listing and begins it again.
    func restart(_ listing: OpenListing) throws {
        try execute("DELETE FROM staging_seen WHERE listing IN (?1, -?1)", [Value(listing.number)])
        if listing.listsMembers {
            try execute("DELETE FROM staging_memberships WHERE \(listing.columns.own) = ?1", [.text(listing.id)])
        }
        try setCursor(nil, of: listing)
    }

    // MARK: - Pages

    /// Throws where one of the records has no id that can be used. Users outside of the scope are seen under the
    /// number's negative.
    func markSeen(_ page: Page, in listing: OpenListing) throws {
        let dialect = dialect(for: page)
        let isInScope = listing.kind == .users ? RecordTable.users.isInScope(dialect) : "true"
        do {
            try execute(
                """
                INSERT INTO staging_seen (listing, id)
                SELECT CASE WHEN \(isInScope) THEN ?1 ELSE -?1 END, \(dialect.member("id"))
                FROM \(dialect.records(of: "?2")) WHERE true
                ON CONFLICT DO NOTHING
                """, [Value(listing.number)], page: page)
        } catch is ConstraintViolation {
            throw unusableID(listing)
        }
    }

    private func unusableID(_ listing: OpenListing) -> MirrorError {
        .unusableAnswer("the API sent a \(listing.kind.recordName) of \(listing.id) whose id cannot be used")
    }

    /// The records of a page that are not in the table as they are.
    func stageDifferences(_ page: Page, _ table: RecordTable, in directory: String) throws {
        let columns = table.columnNames.joined(separator: ", ")
        let rows = table.rows(of: "?2", directory: "?1", dialect(for: page))
        let isSame = "m.record = r.record" + (table.hasDirectory ? " AND m.directory_id = ?1" : "")
        try execute(
            """
            INSERT INTO staging_\(table.name) (\(columns)) SELECT \(columns) FROM (\(rows)) r
            WHERE NOT EXISTS (SELECT 1 FROM \(table.name) m WHERE m.id = r.id AND \(isSame))
            \(table.onConflict)
            """, [.text(directory)], page: page)
    }

    /// Nothing is known yet of the group's or the user's memberships. A listing that goes on does so as it began.
    func isAllNew(_ listing: OpenListing) throws -> Bool {
        if listing.cursor != nil {
            return try !exists("SELECT 1 FROM staging_seen WHERE listing = ?1", [Value(listing.number)])
        }
        return try !exists("SELECT 1 FROM memberships WHERE \(listing.columns.own) = ?1", [.text(listing.id)])
    }

    /// The memberships on a page, where there is nothing to compare them with. Of members who came while the groups were
    /// listed events will tell.
    func stageNewMemberships(_ page: Page, in listing: OpenListing) throws {
        let dialect = dialect(for: page)
        let (own, other, others) = listing.columns
        let id = dialect.member("id")
        let usable = "CASE WHEN length(\(id)) > 0 AND instr(\(id), char(0)) = 0 THEN \(id) END"
        do {
            try execute(
                """
                INSERT INTO staging_memberships (\(own), \(other)) SELECT ?1, id
                FROM (SELECT \(usable) AS id FROM \(dialect.records(of: "?2")) LIMIT -1) s
                WHERE id IS NULL OR EXISTS (SELECT 1 FROM staging_\(others) o WHERE o.id = s.id)
                    OR EXISTS (SELECT 1 FROM \(others) o WHERE o.id = s.id)
                ON CONFLICT DO NOTHING
                """, [.text(listing.id)], page: page)
        } catch is ConstraintViolation {
            throw unusableID(listing)
        }
    }

    /// Of a group or a user whose listing is complete: the memberships that are new, and those that are no more. Of members
    /// who came while the groups were listed events will tell.
    func stageMemberships(seenIn listing: OpenListing) throws {
        let number = Value(listing.number)
        let (own, other, others) = listing.columns
        try execute(
            """
            INSERT INTO staging_memberships (\(own), \(other)) SELECT ?2, s.id FROM staging_seen s WHERE listing = ?1
            AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.\(own) = ?2 AND m.\(other) = s.id)
            AND (EXISTS (SELECT 1 FROM staging_\(others) o WHERE o.id = s.id)
                OR EXISTS (SELECT 1 FROM \(others) o WHERE o.id = s.id))
            ON CONFLICT DO NOTHING
            """, [number, .text(listing.id)])
        try execute(
            """
            INSERT INTO staging_removed_memberships (directory_id, group_id, user_id)
            SELECT ?3, group_id, user_id FROM memberships m WHERE m.\(own) = ?2
            AND NOT EXISTS (SELECT 1 FROM staging_seen WHERE listing = ?1 AND id = m.\(other)) ON CONFLICT DO NOTHING
            """, [number, .text(listing.id), .text(listing.directory)])
        try execute("DELETE FROM staging_seen WHERE listing = ?1", [number])
    }

    /// From the groups that the users' own records name.
    func stageMemberships(namedIn page: Page, in directory: String) throws {
        let dialect = dialect(for: page)
        let (user, group) = (dialect.member("id", of: "page"), dialect.member("id", of: "item"))
        // Where there are none yet, there is nothing to compare with.
        guard try exists("SELECT 1 FROM memberships LIMIT 1") else {
            try execute(
                """
                INSERT INTO staging_memberships (group_id, user_id) SELECT group_id, user_id
                FROM (SELECT \(user) AS user_id, \(group) AS group_id FROM \(dialect.records(of: "?1")) AS page,
                    \(dialect.records(of: "page.groups")) AS item LIMIT -1) AS p
                WHERE user_id IS NOT NULL AND EXISTS (SELECT 1 FROM staging_groups WHERE id = p.group_id)
                ON CONFLICT DO NOTHING
                """, [], page: page)
            return
        }
        var named: [String: Set<String>] = [:]
        for id in try identifiers(in: page) { named[id] = [] }
        let pairs = try query(
            """
            SELECT \(user) AS user_id, \(group) AS group_id
            FROM \(dialect.records(of: "?1")) AS page, \(dialect.records(of: "page.groups")) AS item
            """, [], page: page)
        for pair in pairs {
            if let user = pair.text("user_id"), let group = pair.text("group_id") { named[user]?.insert(group) }
        }
        for (user, groups) in named {
            let known = try query("SELECT group_id FROM memberships WHERE user_id = ?1", [.text(user)])
            let before = Set(known.compactMap { $0.text("group_id") })
            for group in groups.subtracting(before) {
                try execute(
                    """
                    INSERT INTO staging_memberships (group_id, user_id) SELECT ?1, ?2
                    WHERE EXISTS (SELECT 1 FROM staging_groups WHERE id = ?1) OR EXISTS (SELECT 1 FROM groups WHERE id = ?1)
                    ON CONFLICT DO NOTHING
                    """,
                    [.text(group), .text(user)])
            }
            for group in before.subtracting(groups) {
                try execute(
                    """
                    INSERT INTO staging_removed_memberships (directory_id, group_id, user_id) VALUES (?1, ?2, ?3)
                    ON CONFLICT DO NOTHING
                    """, [.text(directory), .text(group), .text(user)])
            }
        }
    }
}

extension ListingKind {
    fileprivate var recordName: String {
        switch self {
        case .groups, .userGroups: "group"
        case .users, .members, .memberships: "user"
        }
    }
}
