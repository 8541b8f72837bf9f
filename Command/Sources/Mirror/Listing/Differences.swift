import WorkOSDirectorySync

/// The differences between a complete listing of a directory and the mirror, and the inquiries about them.
final class Differences {
    /// Up to this many are checked one by one before they are removed.
    private static let askedOneByOne = 10

    let directory: String
    private let store: any Store
    private let startedAt: Moment
    /// Objects reported by events since then may be too new for the listing.
    private let lastListedAt: Moment
    private let numbers: [String: Int]
    /// Missing from the listing, and 404 by id.
    private(set) var explained: [String: Set<String>] = ["user": [], "group": []]
    /// The kinds of which all rows were listed. Cached, because each check reads all rows.
    private var lacksNothing: Set<String> = []
    private var lacksMemberships = true
    /// Whether the listing has all present rows.
    var isEmpty: Bool { lacksNothing.count == 2 && !lacksMemberships }
    /// Why a row was kept because a check failed. No event and not this listing will report it again.
    private(set) var unanswered: String?
    /// Users that exist in a state outside of the scope.
    private(set) var outOfScope: Set<String> = []

    init(_ context: MirrorContext, of directory: String) throws {
        self.directory = directory
        store = context.store
        let id: [Value] = [.text(directory)]
        startedAt =
            try store.row("SELECT started_at FROM staging_directory_listings WHERE directory_id = ?1", id)?
            .moment("started_at") ?? .now
        lastListedAt = try store.directoryState(directory)?.moment("listed_at") ?? Moment(milliseconds: 0)
        numbers = [
            "user": try store.listingNumber(.users, of: directory) ?? -1,
            "group": try store.listingNumber(.groups, of: directory) ?? -1,
        ]
        if !store.scope.states.isEmpty { outOfScope = Set(try lacking(.users).filter(isOutOfScope)) }
        explained["user"] = outOfScope
    }

    /// Whether it was listed in a state outside of the scope.
    private func isOutOfScope(_ id: String) throws -> Bool {
        try store.exists(
            "SELECT 1 FROM staging_seen WHERE listing = -?1 AND id = ?2", [Value(numbers["user"] ?? -1), .text(id)])
    }

    // MARK: - Missing rows

    /// The ids of rows that the listing does not have.
    func lacking(_ table: RecordTable, limit: Int = .max) throws -> [String] {
        if lacksNothing.contains(table.kind) { return [] }
        return try ids("SELECT r.id FROM \(isLacking(table)) LIMIT ?3", table, [Value(limit)])
    }

    func lackingCount(_ table: RecordTable) throws -> Int {
        if lacksNothing.contains(table.kind) { return 0 }
        return try store.count("SELECT count(*) FROM \(isLacking(table))", arguments(table))
    }

    /// A FROM item; the row is `r`.
    func isLacking(_ table: RecordTable) -> String {
        """
        \(table.name) r WHERE r.directory_id = ?1
        AND NOT EXISTS (SELECT 1 FROM staging_seen s WHERE s.listing = ?2 AND s.id = r.id)
        """
    }

    func arguments(_ table: RecordTable) -> [Value] { [.text(directory), Value(numbers[table.kind] ?? -1)] }

    private func ids(_ sql: String, _ table: RecordTable, _ more: [Value] = []) throws -> [String] {
        try store.query(sql, arguments(table) + more).compactMap { $0.text("id") }
    }

    // MARK: - Inquiries

    /// Uses the available answers, and records further inquiries.
    func settle(_ inquiries: Inquiries, _ cause: Cause) throws {
        for (table, subject) in [(RecordTable.users, Subject.user), (.groups, Subject.group)] {
            try settleLacking(table, subject, inquiries, cause)
            try settleDeleted(table, subject, inquiries)
        }
        try settleMemberships(inquiries)
    }

    /// An object reported by an event is not deleted just because one listing lacks it.
    private func settleLacking(
        _ table: RecordTable, _ subject: (String) -> Subject, _ inquiries: Inquiries, _ cause: Cause
    ) throws {
        let count = try lackingCount(table)
        guard count > 0 else {
            lacksNothing.insert(table.kind)
            return
        }
        let isTold = """
            EXISTS (SELECT 1 FROM applied_events e WHERE e.subject = '\(table.kind) ' || r.id AND e.applied_at >= ?3)
            """
        var doubtful = try ids("SELECT r.id FROM \(isLacking(table)) AND \(isTold)", table, [Value(lastListedAt)])
        if count <= Self.askedOneByOne { doubtful = try lacking(table) }
        for id in doubtful where !outOfScope.contains(id) {
            switch inquiries.answer(subject(id)) {
            case .record(let record):
                try markSeen(table, id)
                if case .newer = try store.compare(record, table, id) {
                    try store.write(record, table, id, in: directory, cause)
                }
            case .missing: explained[table.kind, default: []].insert(id)
            case .failed(let error):
                try markSeen(table, id)
                note(error, id)
            case .groups, nil: break
            }
        }
    }

    private func isSeen(_ user: String) throws -> Bool {
        try store.exists(
            "SELECT 1 FROM staging_seen WHERE listing = ?1 AND id = ?2", [Value(numbers["user"] ?? -1), .text(user)])
    }

    private func markSeen(_ table: RecordTable, _ id: String) throws {
        try store.execute(
            "INSERT INTO staging_seen (listing, id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            [Value(numbers[table.kind] ?? -1), .text(id)])
    }

    /// A deleted object exists again only if the service confirms it, or lists it twice.
    private func settleDeleted(
        _ table: RecordTable, _ subject: (String) -> Subject, _ inquiries: Inquiries
    ) throws {
        let listed = try store.query(
            """
            SELECT s.id, d.times_listed FROM staging_\(table.name) s JOIN deleted_records d ON d.id = s.id
            WHERE s.directory_id = ?1
            """, [.text(directory)])
        for row in listed {
            guard let id = row.text("id") else { continue }
            switch inquiries.answer(subject(id)) {
            case .record: try store.forgetDeletion(id)
            case .missing: try forgetStaged(table, id)
            case .failed(let error):
                note(error, id)
                if row.integer("times_listed") > 0 {
                    try store.forgetDeletion(id)
                } else {
                    try store.execute(
                        "UPDATE deleted_records SET times_listed = times_listed + 1 WHERE id = ?1", [.text(id)])
                    try forgetStaged(table, id)
                }
            case .groups, nil: break
            }
        }
    }

    private func note(_ error: APIError, _ id: String) {
        unanswered = unanswered ?? "the API did not answer about \(id): \(error.message)"
    }

    private func forgetStaged(_ table: RecordTable, _ id: String) throws {
        try store.execute("DELETE FROM staging_\(table.name) WHERE id = ?1", [.text(id)])
    }

    /// A membership has no time. If an event or an answer changed it since the listing began, or if few are missing,
    /// the service is asked about its user.
    private func settleMemberships(_ inquiries: Inquiries) throws {
        let removed = try removedMemberships()
        lacksMemberships = removed > 0
        let isRecent = """
            (EXISTS (SELECT 1 FROM applied_events e
                WHERE e.subject = 'membership ' || s.group_id || ' ' || s.user_id AND e.applied_at >= ?2)
            OR EXISTS (SELECT 1 FROM membership_inquiries i WHERE i.user_id = s.user_id AND i.asked_at >= ?2))
            """
        // Events since the previous listing may be newer than the state that a lagging replica has listed.
        let arguments: [Value] = [.text(directory), Value(min(startedAt, lastListedAt))]
        let all = "SELECT s.group_id, s.user_id FROM staging_removed_memberships s WHERE s.directory_id = ?1"
        let isDoubtful = removed <= Self.askedOneByOne ? "?2 <> ''" : isRecent
        let doubtful =
            try (removed == 0 ? [] : store.query("\(all) AND \(isDoubtful)", arguments))
            + store.query(
                """
                SELECT s.group_id, s.user_id FROM staging_memberships s
                WHERE s.group_id IN (SELECT id FROM groups WHERE directory_id = ?1
                    UNION ALL SELECT id FROM staging_groups WHERE directory_id = ?1) AND \(isRecent)
                """, arguments)
        for pair in doubtful {
            guard let group = pair.text("group_id"), let user = pair.text("user_id"),
                let answer = inquiries.answer(.memberships(user: user))
            else { continue }
            try settle(group, user, answer)
        }
    }

    /// The number of present memberships that the listing lacks.
    private func removedMemberships() throws -> Int {
        let id: [Value] = [.text(directory)]
        let staged = try store.count(
            "SELECT count(*) FROM staging_removed_memberships WHERE directory_id = ?1", id)
        guard staged > 0 else { return 0 }
        let absent = try store.execute(
            """
            DELETE FROM staging_removed_memberships AS s WHERE directory_id = ?1 AND NOT EXISTS
            (SELECT 1 FROM memberships m WHERE m.group_id = s.group_id AND m.user_id = s.user_id)
            """, id)
        return staged - absent
    }

    private func settle(_ group: String, _ user: String, _ answer: Answer) throws {
        let pair: [Value] = [.text(group), .text(user)]
        var isMember: Bool?
        switch answer {
        case .groups(let groups, let askedAt):
            isMember = groups.contains(group)
            try store.noteInquiry(about: user, askedAt)
        case .failed(let error): note(error, user)
        // A deleted user is in no group; a listed one may be unknown to a lagging replica.
        case .missing where try !isSeen(user) || store.isDeleted(user) || store.isDeleted(group): isMember = false
        case .missing, .record: unanswered = unanswered ?? "the API does not know \(user), who is in its listing"
        }
        // Without an answer it is not changed.
        if isMember != true {
            try store.execute("DELETE FROM staging_memberships WHERE group_id = ?1 AND user_id = ?2", pair)
        }
        if isMember != false {
            try store.execute("DELETE FROM staging_removed_memberships WHERE group_id = ?1 AND user_id = ?2", pair)
        }
    }
}
