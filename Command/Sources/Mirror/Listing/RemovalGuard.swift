import Glibc

/// Holds a directory whose listing lacks too many rows without an explanation: more than the percentage and more than
/// the number allowed. Rows deleted by events are already removed, and rows that get 404 by id are explained.
struct RemovalGuard {
    private let store: any Store
    private let settings: MirrorSettings
    private let differences: Differences

    init(_ context: MirrorContext, _ differences: Differences) {
        store = context.store
        settings = context.settings
        self.differences = differences
    }

    /// How many rows of one table the listing lacks.
    private struct Count {
        let name: String
        let lacking: Int
        /// Nil if so few are missing that it does not matter.
        let total: Int?
    }

    /// Why it is held; nil if it is not.
    func run() throws -> String? {
        // Held deletions by events: a listing that lacks the same users does not confirm them.
        if let held = try store.textOfHeldDeletions(in: differences.directory) { return held }
        if differences.isEmpty { return nil }
        let counts = [try users(), try groups(), try memberships()]
        let held = counts.filter { settings.guardLimits.holds($0.lacking, of: $0.total ?? .max) }
        guard !held.isEmpty else { return nil }
        let text = try sentence(held)
        try store.transaction { try note(text) }
        return text
    }

    private func users() throws -> Count {
        try count("users", try unexplained(.users), "users WHERE directory_id = ?1")
    }

    private func groups() throws -> Count {
        try count("groups", try unexplained(.groups), "groups WHERE directory_id = ?1")
    }

    private func unexplained(_ table: RecordTable) throws -> Int {
        try differences.lackingCount(table) - (differences.explained[table.kind]?.count ?? 0) - confirmed(table)
    }

    /// Memberships that the listing lacks, and those of groups that it lacks. A membership removed with its user is not
    /// counted, because the user is.
    private func memberships() throws -> Count {
        var lacking = try store.count(
            """
            SELECT count(*) FROM staging_removed_memberships s WHERE directory_id = ?1
            AND s.user_id NOT IN (SELECT r.id FROM \(differences.isLacking(.users)))
            AND (?3 = 0 OR NOT EXISTS (SELECT 1 FROM held_removals h WHERE h.directory_id = ?1 AND h.kind = 'membership'
                AND h.group_id = s.group_id AND h.user_id = s.user_id))
            """, differences.arguments(.users) + [Value(settings.confirmsRemoval ? 1 : 0)])
        if try unexplained(.groups) > 0 {
            lacking += try store.count(
                """
                SELECT count(*) FROM memberships m
                WHERE m.group_id IN (SELECT r.id FROM \(differences.isLacking(.groups)))
                """, differences.arguments(.groups))
        }
        return try count(
            "memberships", lacking, "memberships WHERE group_id IN (SELECT id FROM groups WHERE directory_id = ?1)")
    }

    private func count(_ name: String, _ lacking: Int, _ rows: String) throws -> Count {
        guard lacking > settings.guardLimits.count else { return Count(name: name, lacking: lacking, total: nil) }
        let total = try store.count("SELECT count(*) FROM \(rows)", [.text(differences.directory)])
        return Count(name: name, lacking: lacking, total: total)
    }

    // MARK: - Confirming

    /// With `--confirm-removal`: removes the held rows, and no others.
    private func confirmed(_ table: RecordTable) throws -> Int {
        guard settings.confirmsRemoval else { return 0 }
        return try store.count(
            """
            SELECT count(*) FROM \(differences.isLacking(table)) AND EXISTS (SELECT 1 FROM held_removals h
            WHERE h.directory_id = ?1 AND h.kind = '\(table.kind)' AND r.id IN (h.group_id, h.user_id))
            """, differences.arguments(table))
    }

    private func note(_ text: String) throws {
        let directory: [Value] = [.text(differences.directory)]
        try store.execute("DELETE FROM held_removals WHERE directory_id = ?1", directory)
        for (table, ids) in [(RecordTable.users, "'', r.id"), (.groups, "r.id, ''")] {
            try store.execute(
                """
                INSERT INTO held_removals (directory_id, kind, group_id, user_id)
                SELECT ?1, '\(table.kind)', \(ids) FROM \(differences.isLacking(table))
                """, differences.arguments(table))
        }
        try store.execute(
            """
            INSERT INTO held_removals (directory_id, kind, group_id, user_id)
            SELECT ?1, 'membership', group_id, user_id FROM staging_removed_memberships WHERE directory_id = ?1
            """, directory)
        try store.execute(
            """
            INSERT INTO directory_states (directory_id, held, held_at) VALUES (?1, ?2, ?3)
            ON CONFLICT (directory_id) DO UPDATE SET held = excluded.held, held_at = excluded.held_at,
                problem = NULL, problem_at = NULL
            """, directory + [.text(text), Value(Moment.now)])
    }

    private func sentence(_ held: [Count]) throws -> String {
        let name = try store.row("SELECT name FROM directories WHERE id = ?1", [.text(differences.directory)])?.text(
            "name")
        let named = name.map { " (\($0))" } ?? ""
        let lacks = held.map { "\($0.lacking) of \($0.total ?? 0) \($0.name)" }.joined(separator: ", ")
        return """
            the new listing lacks \(lacks) of \(differences.directory)\(named): more than --max-removal \
            \(settings.guardLimits.percent.shortText) percent and --max-removal-count \(settings.guardLimits.count). Nothing of \
            this directory was changed. If they should go, run again with --confirm-removal; if not, correct the \
            source and run again with --reconcile
            """
    }
}

extension Double {
    /// "20", "12.5"
    var shortText: String { self == rounded() && abs(self) < 1e15 ? String(Int64(self)) : String(self) }
}
