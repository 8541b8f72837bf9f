/// Makes the complete listing of one directory the mirror's content: asks the service in cases of doubt, holds
/// unexplained removals, and applies the differences in steps, between which readers see a consistent state.
final class Adoption {
    static let rowsAtOnce = 1000
    /// Removing this many marks of a listing takes as long as writing a row.
    private static let marksPerRow = 10

    private let context: MirrorContext
    private let store: any Store
    private let directory: String
    private let differences: Differences
    private let cause: Cause
    /// The number of its rows written in the open transaction.
    private(set) var uncommittedRows = 0

    init(_ context: MirrorContext, of directory: String) throws {
        self.context = context
        self.directory = directory
        store = context.store
        differences = try Differences(context, of: directory)
        cause = Cause(source: Cause.reconciliation, changedAt: .now)
    }

    /// Nil if it was adopted, otherwise why it is held. The last rows are not committed yet.
    func run() throws -> String? {
        guard try isThere() else { return nil }
        let inquiries = Inquiries(context)
        // An answer may lead to another inquiry; none is sent twice.
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

    /// An event may have reported its deletion in the meantime. Then it exists only if the service confirms it.
    private func isThere() throws -> Bool {
        guard try store.isDeleted(directory) else { return true }
        let inquiries = try Inquiries(context, about: [directory])
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
        if !differences.isEmpty {
            try inSteps { try removeMemberships() }
            try inSteps { try removeRecords(.users, store.removeUser) }
            try inSteps { try removeRecords(.groups, store.removeGroup) }
        }
        try store.begin()
        try takeRecords(.directories, where: "r.id = ?5", [.text(directory)])
        try inSteps { try takeRecords(.groups) }
        try inSteps { try takeRecords(.users) }
        for group in try groupsWithNewMembers() { try inSteps { try addMemberships(of: group) } }
        try store.begin()
        try finish()
        if let problem = differences.unanswered { try store.setProblem(of: directory, problem, .now) }
    }

    /// Limits the size of the log and the delay of signals, for any number of rows.
    /// - Parameter step: returns the number of rows it processed; fewer than `rowsAtOnce` ends the loop.
    private func inSteps(_ step: () throws -> Int) throws {
        while true {
            try store.begin()
            let rows = try step()
            uncommittedRows += rows
            if uncommittedRows >= Self.rowsAtOnce {
                try store.commit()
                uncommittedRows = 0
                try context.loop.checkStop()
            }
            if rows < Self.rowsAtOnce { return }
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
            "SELECT id FROM staging_\(table.name) WHERE directory_id = ?1 ORDER BY id LIMIT ?2",
            [.text(directory), Value(Self.rowsAtOnce)])
        guard let last = ids.last?.text("id") else { return 0 }
        try takeRecords(table, where: "r.directory_id = ?5 AND r.id <= ?6", [.text(directory), .text(last)])
        return ids.count
    }

    /// Adopts the rows that match `condition`, in which the row is `r`. Keeps the present row if it is newer or equal.
    private func takeRecords(_ table: RecordTable, where condition: String, _ arguments: [Value]) throws {
        let dialect = store.dialect(for: nil)
        let staging = "staging_\(table.name)"
        let all = cause.arguments + arguments
        let here = "SELECT m.record FROM \(table.name) m WHERE m.id = r.id"
        let isNewer = "\(dialect.time("m.updated_at")) > \(dialect.time("r.updated_at"))"
        let isKept = "\(dialect.sameJSON("m.record", "r.record")) OR \(isNewer)"
        try store.execute(
            """
            DELETE FROM \(staging) AS r WHERE \(condition)
            AND EXISTS (\(here) AND (\(isKept)))
            """, all)
        guard try store.exists("SELECT 1 FROM \(staging) r WHERE \(condition) LIMIT 1", all) else { return }
        try store.log(
            table, "updated", from: staging, where: "\(condition) AND EXISTS (\(here))", previous: "(\(here))", cause,
            arguments)
        try store.log(table, "created", from: staging, where: "\(condition) AND NOT EXISTS (\(here))", cause, arguments)
        let columns = table.columnNames.joined(separator: ", ")
        try store.execute(
            """
            INSERT INTO \(table.name) (\(columns)) SELECT \(columns) FROM \(staging) r WHERE \(condition)
            \(table.onConflict)
            """, all)
        try store.execute("DELETE FROM \(staging) AS r WHERE \(condition)", all)
    }

    private func groupsWithNewMembers() throws -> [String] {
        try store.query(
            """
            SELECT id FROM groups g WHERE directory_id = ?1
            AND EXISTS (SELECT 1 FROM staging_memberships s WHERE s.group_id = g.id)
            """, [.text(directory)]
        ).compactMap { $0.text("id") }
    }

    private func addMemberships(of group: String) throws -> Int {
        let users = try store.query(
            "SELECT user_id FROM staging_memberships WHERE group_id = ?1 ORDER BY user_id LIMIT ?2",
            [.text(group), Value(Self.rowsAtOnce)])
        guard let last = users.last else { return 0 }
        let condition = "r.group_id = ?5 AND r.user_id <= ?6"
        let isNew = """
            \(condition) AND EXISTS (SELECT 1 FROM users u WHERE u.id = r.user_id) AND NOT EXISTS
            (SELECT 1 FROM memberships m WHERE m.group_id = r.group_id AND m.user_id = r.user_id)
            """
        let arguments = [.text(group), last["user_id"]]
        let all = cause.arguments + arguments
        try store.logMemberships("added", from: "staging_memberships", where: isNew, cause, arguments)
        try store.execute(
            "INSERT INTO memberships (group_id, user_id) SELECT group_id, user_id FROM staging_memberships r WHERE \(isNew)",
            all)
        try store.execute("DELETE FROM staging_memberships AS r WHERE \(condition)", all)
        return users.count
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
        uncommittedRows += try store.clearAdoptedListing(of: directory) / Self.marksPerRow
    }
}
