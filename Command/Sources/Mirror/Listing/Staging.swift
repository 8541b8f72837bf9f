/// The state of a listing in progress. Rows equal to the tables' are only marked as seen; different ones are staged
/// until their directory is complete.
extension Store {
    // MARK: - Directories

    func beginListing(of directory: String, _ now: Moment) throws {
        try beginListings("SELECT ?1 AS id", [.text(directory)], now)
    }

    func beginListingOfStagedDirectories(_ now: Moment) throws {
        try beginListings("SELECT id FROM staging_directories", [], now)
    }

    private func beginListings(_ directories: String, _ arguments: [Value], _ now: Moment) throws {
        let begun = try query(
            "SELECT directory_id FROM staging_directory_listings WHERE directory_id IN (\(directories))", arguments)
        for id in begun.compactMap({ $0.text("directory_id") }) { try clearListing(of: id, withRecord: false) }
        let next = "?\(arguments.count + 1)"
        try execute(
            """
            INSERT INTO staging_directory_listings (directory_id, started_at) SELECT id, \(next) FROM (\(directories)) d
            """, arguments + [Value(now)])
        try execute("DELETE FROM left_out_records WHERE directory_id IN (\(directories))", arguments)
        try execute(
            "UPDATE directory_states SET listing_due = NULL WHERE directory_id IN (\(directories))", arguments)
        for kind in [ListingKind.groups, .users, .memberships] {
            try execute(
                """
                INSERT INTO staging_listings (kind, id, directory_id) SELECT \(next), id, id FROM (\(directories)) d
                WHERE true ON CONFLICT DO NOTHING
                """, arguments + [.text(kind.rawValue)])
        }
    }

    func finishListing(of directory: String, _ now: Moment) throws {
        try execute(
            "UPDATE staging_directory_listings SET finished_at = ?2 WHERE directory_id = ?1",
            [.text(directory), Value(now)])
    }

    func clearListing(of directory: String, withRecord: Bool) throws {
        try clearAdoptedListing(of: directory)
        for table in ["users", "groups", "removed_memberships"] {
            try execute("DELETE FROM staging_\(table) WHERE directory_id = ?1", [.text(directory)])
        }
        if withRecord { try execute("DELETE FROM staging_directories WHERE id = ?1", [.text(directory)]) }
    }

    /// Clears what the adoption of its rows leaves behind. Returns the number of removed rows.
    @discardableResult
    func clearAdoptedListing(of directory: String) throws -> Int {
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
        for table in ["listings", "directory_listings"] {
            rows += try execute("DELETE FROM staging_\(table) WHERE directory_id = ?1", id)
        }
        return rows
    }

    // MARK: - Listings

    /// Adds a listing for each of the directory's seen groups or users.
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

    /// The first unfinished listing after `id`, ordered by id.
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

    /// Discards a listing and starts it again.
    func restart(_ listing: OpenListing) throws {
        try execute("DELETE FROM staging_seen WHERE listing IN (?1, -?1)", [Value(listing.number)])
        if listing.listsMembers {
            try execute("DELETE FROM staging_memberships WHERE \(listing.columns.own) = ?1", [.text(listing.id)])
        }
        try setCursor(nil, of: listing)
    }
}
