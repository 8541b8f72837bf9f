/// What comes of a page, and of a listing that is complete.
extension Store {
    /// At the end of a subquery: it is made before what is around it, and its columns are computed once.
    private static var once: String { "LIMIT \(Int64.max)" }

    /// Marks the records of a page as seen, and stages those that differ from the table. A record that the database
    /// rejects is left out.
    func stage(_ page: Page, in listing: OpenListing) throws {
        do {
            try markSeen(page, in: listing)
            switch listing.kind {
            case .groups: try stageDifferences(page, .groups, in: listing.directory)
            case .users: try stageDifferences(page, .users, in: listing.directory)
            case .members, .userGroups, .memberships: break
            }
        } catch let error as ConstraintViolation {
            let records = page.singles
            guard records.count > 1 else {
                guard let id = page.shownIdentifiers.first else { throw error }
                return try noteLeftOut(id, listing.kind.recordName, in: listing.directory)
            }
            for record in records { try stage(record, in: listing) }
        }
    }

    /// Users outside of the scope are marked as seen with the negative number.
    private func markSeen(_ page: Page, in listing: OpenListing) throws {
        let dialect = dialect(for: page)
        let isInScope = listing.kind == .users ? RecordTable.users.isInScope(dialect) : "true"
        try execute(
            """
            INSERT INTO staging_seen (listing, id)
            SELECT CASE WHEN \(isInScope) THEN ?1 ELSE -?1 END, \(dialect.member("id"))
            FROM \(dialect.records(of: "?2")) WHERE true
            ON CONFLICT DO NOTHING
            """, [Value(listing.number)], page: page)
    }

    /// Stages the records of a page that differ from the table.
    private func stageDifferences(_ page: Page, _ table: RecordTable, in directory: String) throws {
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

    /// Whether there are no memberships of the group or user yet. A resumed listing continues as it began.
    func isAllNew(_ listing: OpenListing) throws -> Bool {
        if listing.cursor != nil {
            return try !exists("SELECT 1 FROM staging_seen WHERE listing = ?1", [Value(listing.number)])
        }
        return try !exists("SELECT 1 FROM memberships WHERE \(listing.columns.own) = ?1", [.text(listing.id)])
    }

    /// Stages the memberships of a page if there is nothing to compare with. Events will report members created while
    /// the groups were listed.
    func stageNewMemberships(_ page: Page, in listing: OpenListing) throws {
        let dialect = dialect(for: page)
        let (own, other, others) = listing.columns
        try execute(
            """
            INSERT INTO staging_memberships (\(own), \(other)) SELECT ?1, id
            FROM (SELECT \(dialect.member("id")) AS id FROM \(dialect.records(of: "?2")) \(Self.once)) s
            WHERE EXISTS (SELECT 1 FROM staging_\(others) o WHERE o.id = s.id)
                OR EXISTS (SELECT 1 FROM \(others) o WHERE o.id = s.id)
            ON CONFLICT DO NOTHING
            """, [.text(listing.id)], page: page)
    }

    /// After the listing of a group or user: stages the new and the removed memberships. Events will report members
    /// created while the groups were listed.
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

    /// From the groups in the users' records.
    func stageMemberships(namedIn page: Page, in directory: String) throws {
        let dialect = dialect(for: page)
        let (user, group) = (dialect.member("id", of: "page"), dialect.member("id", of: "item"))
        // Without memberships there is nothing to compare with.
        guard try exists("SELECT 1 FROM memberships LIMIT 1") else {
            try execute(
                """
                INSERT INTO staging_memberships (group_id, user_id) SELECT group_id, user_id
                FROM (SELECT \(user) AS user_id, \(group) AS group_id FROM \(dialect.records(of: "?1", as: "page")),
                    \(dialect.records(in: "groups", of: "page", as: "item")) \(Self.once)) AS p
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
            FROM \(dialect.records(of: "?1", as: "page")), \(dialect.records(in: "groups", of: "page", as: "item"))
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
