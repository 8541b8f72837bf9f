/// Additional state: deleted records, inquiries, and the state of each directory.
/// The relation of a received record to the stored one.
enum RecordOrder {
    case older, same, newer
    /// No record is stored, and the received one is complete.
    case unknown
    /// A part of it, or different content with the same time.
    case doubtful
}

extension Store {
    // MARK: - Deleted records

    func isDeleted(_ id: String) throws -> Bool {
        try exists("SELECT 1 FROM deleted_records WHERE id = ?1", [.text(id)])
    }

    func rememberDeletion(_ id: String, _ kind: String, in directory: String, _ now: Moment) throws {
        try execute(
            """
            INSERT INTO deleted_records (id, kind, directory_id, deleted_at) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT DO NOTHING
            """, [.text(id), .text(kind), .text(directory), Value(now)])
    }

    func forgetDeletion(_ id: String) throws {
        try execute("DELETE FROM deleted_records WHERE id = ?1", [.text(id)])
    }

    // MARK: - Memberships

    func hasMembership(group: String, user: String) throws -> Bool {
        try exists("SELECT 1 FROM memberships WHERE group_id = ?1 AND user_id = ?2", [.text(group), .text(user)])
    }

    /// When the user's groups were last requested.
    func askedAbout(_ user: String) throws -> Moment? {
        try row("SELECT asked_at FROM membership_inquiries WHERE user_id = ?1", [.text(user)])?.moment("asked_at")
    }

    func noteInquiry(about user: String, _ askedAt: Moment) throws {
        try execute(
            """
            INSERT INTO membership_inquiries (user_id, asked_at) VALUES (?1, ?2)
            ON CONFLICT (user_id) DO UPDATE SET asked_at = excluded.asked_at
            """, [.text(user), Value(askedAt)])
    }

    // MARK: - Directories

    func directoryState(_ id: String) throws -> Row? {
        try row("SELECT * FROM directory_states WHERE directory_id = ?1", [.text(id)])
    }

    /// Makes the next cycle list the directory. The mark is removed when that listing begins; a new mark during the
    /// listing is kept, because the listing may have already passed the change.
    func requireListing(of directory: String, _ reason: String) throws {
        try execute(
            """
            INSERT INTO directory_states (directory_id, listing_due) VALUES (?1, ?2)
            ON CONFLICT (directory_id) DO UPDATE SET listing_due = excluded.listing_due
            """, [.text(directory), .text(reason)])
    }

    /// Records that its listing failed. It is retried after a while until one is adopted.
    func setProblem(of directory: String, _ problem: String, _ now: Moment) throws {
        try execute(
            """
            INSERT INTO directory_states (directory_id, problem, problem_at) VALUES (?1, ?2, ?3)
            ON CONFLICT (directory_id) DO UPDATE SET problem = excluded.problem, problem_at = excluded.problem_at
            """, [.text(directory), .text(problem), Value(now)])
    }

    // MARK: - Records

    func compare(_ record: Page, _ table: RecordTable, _ id: String) throws -> RecordOrder {
        let dialect = dialect(for: record)
        let sent = table.rows(of: "?2", directory: "''", dialect)
        let kept = try row("SELECT record FROM \(table.name) WHERE id = ?1", [.text(id)])?.text("record")
        guard let kept else {
            // It is not stored, and outside of the scope.
            if try !isInScope(record, table) { return .older }
            return try isWhole(record, table) ? .unknown : .doubtful
        }
        if try isSameText(record, table, kept) { return .same }
        let order = try query(
            """
            SELECT \(dialect.sameJSON("s.record", "?1")) AS is_same,
                \(dialect.time("s.updated_at")) AS sent, \(dialect.time(dialect.text("updated_at", of: "?1"))) AS kept,
                \(dialect.hasMore("?1", than: "s.record")) AS is_part
            FROM (\(sent)) s
            """, [.text(kept)], page: record
        ).first
        guard let order else { return .doubtful }
        if order.integer("is_same") == 1 { return .same }
        guard case .integer(let sentAt) = order["sent"], case .integer(let keptAt) = order["kept"] else {
            return .doubtful
        }
        if sentAt < keptAt { return .older }
        return sentAt > keptAt && order.integer("is_part") == 0 ? .newer : .doubtful
    }

    /// Whether the only record of a page has a row.
    func isInScope(_ record: Page, _ table: RecordTable) throws -> Bool {
        let dialect = dialect(for: record)
        let condition = table.isInScope(dialect)
        if condition == "true" { return true }
        let count = try query(
            "SELECT count(*) AS number FROM \(dialect.records(of: "?1")) WHERE \(condition)", [], page: record)
        return count.first?.integer("number") != 0
    }

    private func isSameText(_ record: Page, _ table: RecordTable, _ kept: String) throws -> Bool {
        let dialect = dialect(for: record)
        let rows = table.rows(of: "?2", directory: "''", dialect)
        return try query(
            "SELECT record = \(dialect.stored("?1")) AS is_same FROM (\(rows)) AS s", [.text(kept)], page: record
        ).first?.integer("is_same") == 1
    }

    private func isWhole(_ record: Page, _ table: RecordTable) throws -> Bool {
        let rows = table.rows(of: "?1", directory: "''", dialect(for: record))
        let missing = table.required(in: scope).map { "\($0) IS NULL" }.joined(separator: " OR ")
        if missing.isEmpty { return true }
        return try query("SELECT \(missing) AS is_part FROM (\(rows)) AS s", [], page: record).first?.integer("is_part")
            == 0
    }
}
