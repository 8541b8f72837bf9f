/// Makes the complete listing of one directory the mirror's content: asks where the listing alone does not decide,
/// holds what nobody can explain, and takes the differences in steps that a reader may look between.
final class Adoption {
    static let rowsAtOnce = 1000

    private let context: MirrorContext
    private let store: any Store
    private let directory: String
    private let differences: Differences
    private let cause: Cause
    /// How many the transaction that is open has written of it.
    private(set) var uncommittedRows = 0

    init(_ context: MirrorContext, of directory: String) throws {
        self.context = context
        self.directory = directory
        store = context.store
        differences = try Differences(context, of: directory)
        cause = Cause(source: Cause.reconciliation, changedAt: .now)
    }

    /// Nil where it was adopted, or why it is held. The last rows are not committed yet.
    func run() throws -> String? {
        guard try isThere() else { return nil }
        let inquiries = Inquiries(context)
        // An answer may raise another question; none is asked twice.
        while true {
            try store.begin()
            try differences.settle(inquiries, cause)
            if inquiries.open.isEmpty { break }
            try inquiries.ask()
        }
        if let held = try RemovalGuard(context, differences).run() { return held }
        try take()
        return nil
    }

    /// An event may have told meanwhile that it was deleted. Then it is there only if the service says so when asked.
    private func isThere() throws -> Bool {
        guard try store.isDeleted(directory) else { return true }
        let inquiries = Inquiries(context)
        _ = inquiries.answer(.directory(directory))
        try inquiries.ask()
        return try store.transaction {
            switch inquiries.answer(.directory(directory)) {
            case .record:
                try store.forgetDeletion(directory)
                return true
            case .missing: try store.removeMissingDirectory(directory)
            case .failed, .groups, nil: break
            }
            return false
        }
    }

    private func take() throws {
        try inSteps { try removeMemberships() }
        try inSteps { try removeRecords(.users, store.removeUser) }
        try inSteps { try removeRecords(.groups, store.removeGroup) }
        try store.begin()
        try takeRecord(.directories, directory)
        try inSteps { try takeRecords(.groups) }
        try inSteps { try takeRecords(.users) }
        try inSteps { try addMemberships() }
        try store.begin()
        try finish()
        if let problem = differences.unanswered { try store.setProblem(of: directory, problem, .now) }
    }

    /// However much there is, the log stays small, and a signal is heard soon.
    /// - Parameter step: the number of rows it dealt with; fewer than `rowsAtOnce` are the last.
    private func inSteps(_ step: () throws -> Int) throws {
        while true {
            try store.begin()
            let rows = try step()
            uncommittedRows += rows
            if rows < Self.rowsAtOnce { return }
            try store.commit()
            uncommittedRows = 0
            try context.loop.checkStop()
        }
    }

    private func removeMemberships() throws -> Int {
        let pairs = try store.query(
            "SELECT group_id, user_id FROM staging_removed_memberships WHERE directory_id = ?1 LIMIT ?2",
            [.text(directory), Value(Self.rowsAtOnce)])
        for pair in pairs {
            let key = [pair["group_id"], pair["user_id"]]
            try store.removeMemberships(where: "r.group_id = ?5 AND r.user_id = ?6", cause, key)
            try store.execute(
                "DELETE FROM staging_removed_memberships WHERE directory_id = ?1 AND group_id = ?2 AND user_id = ?3",
                [.text(directory)] + key)
        }
        return pairs.count
    }

    private func removeRecords(_ table: RecordTable, _ remove: (String, Cause) throws -> Void) throws -> Int {
        let ids = try differences.lacking(table, limit: Self.rowsAtOnce)
        for id in ids {
            try remove(id, cause)
            if differences.outOfScope.contains(id) { continue }
            try store.rememberDeletion(id, table.kind, in: directory, .now)
        }
        return ids.count
    }

    private func takeRecords(_ table: RecordTable) throws -> Int {
        let ids = try store.query(
            "SELECT id FROM staging_\(table.name) WHERE directory_id = ?1 LIMIT ?2",
            [.text(directory), Value(Self.rowsAtOnce)]
        ).compactMap { $0.text("id") }
        for id in ids { try takeRecord(table, id) }
        return ids.count
    }

    /// Unless what is here is newer, or says the same.
    private func takeRecord(_ table: RecordTable, _ id: String) throws {
        let dialect = store.dialect(for: nil)
        let before = try store.row("SELECT record FROM \(table.name) WHERE id = ?1", [.text(id)])?.text("record")
        let columns = table.columnNames.joined(separator: ", ")
        let isNewer = "\(dialect.time("m.updated_at")) > \(dialect.time("s.updated_at"))"
        let written = try store.execute(
            """
            INSERT INTO \(table.name) (\(columns)) SELECT \(columns) FROM staging_\(table.name) s
            WHERE s.id = ?1 AND NOT EXISTS (SELECT 1 FROM \(table.name) m
                WHERE m.id = s.id AND (\(isNewer) OR \(dialect.sameJSON("m.record", "s.record"))))
            \(table.onConflict)
            """, [.text(id)])
        if written > 0 {
            try store.log(
                table, before == nil ? "created" : "updated", where: "r.id = ?5", previous: "?6", cause,
                [.text(id), Value(before)])
        }
        try store.execute("DELETE FROM staging_\(table.name) WHERE id = ?1", [.text(id)])
    }

    private func addMemberships() throws -> Int {
        let pairs = try store.query(
            """
            SELECT s.group_id, s.user_id FROM groups g CROSS JOIN staging_memberships s ON s.group_id = g.id
            WHERE g.directory_id = ?1 LIMIT ?2
            """, [.text(directory), Value(Self.rowsAtOnce)])
        for pair in pairs {
            guard let group = pair.text("group_id"), let user = pair.text("user_id") else { continue }
            try store.addMembership(group: group, user: user, cause)
            try store.execute(
                "DELETE FROM staging_memberships WHERE group_id = ?1 AND user_id = ?2", [.text(group), .text(user)])
        }
        return pairs.count
    }

    private func finish() throws {
        try store.execute(
            """
            INSERT INTO directory_states (directory_id, listed_at, members_listed_at)
            SELECT directory_id, started_at, finished_at FROM staging_directory_listings WHERE directory_id = ?1
            ON CONFLICT (directory_id) DO UPDATE SET listed_at = excluded.listed_at,
                members_listed_at = excluded.members_listed_at, problem = NULL, problem_at = NULL,
                held = NULL, held_at = NULL
            """, [.text(directory)])
        try store.execute("DELETE FROM held_removals WHERE directory_id = ?1", [.text(directory)])
        uncommittedRows += try store.clearListing(of: directory, withRecord: true)
    }
}
