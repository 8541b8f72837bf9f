/// Deletions by events that `--max-event-removal` holds. They stay in `held_removals` until a run confirms or allows
/// them.
///
/// Held removals by a listing are in the same table; they have no events.
extension Store {
    func hold(_ directory: String, _ text: String, _ now: Moment) throws {
        try execute(
            """
            INSERT INTO directory_states (directory_id, held, held_at) VALUES (?1, ?2, ?3)
            ON CONFLICT (directory_id) DO UPDATE SET held = excluded.held, held_at = excluded.held_at
            """, [.text(directory), .text(text), Value(now)])
    }

    func holdDeletion(of id: String, _ kind: String, in directory: String) throws {
        try execute(
            """
            INSERT INTO held_removals (directory_id, kind, group_id, user_id) VALUES (?1, ?2, '', ?3)
            ON CONFLICT DO NOTHING
            """, [.text(directory), .text(kind), .text(id)])
    }

    /// Whether the deletion of the directory itself is held.
    func isDeletionHeld(of directory: String) throws -> Bool {
        try exists(
            "SELECT 1 FROM held_removals WHERE directory_id = ?1 AND kind = 'directory'", [.text(directory)])
    }

    /// The users deleted by events in the cycles that led to the hold, and whether they still exist.
    func heldDeletions(in directory: String) throws -> [(user: String, isHere: Bool)] {
        try query(
            """
            SELECT h.user_id, u.id IS NOT NULL AS is_here FROM held_removals h LEFT JOIN users u ON u.id = h.user_id
            WHERE h.directory_id = ?1 AND h.kind = 'user' AND EXISTS (SELECT 1 FROM applied_events e
                WHERE e.subject = 'user ' || h.user_id AND e.type = 'dsync.user.deleted')
            """, [.text(directory)]
        ).compactMap { row in row.text("user_id").map { ($0, row.integer("is_here") == 1) } }
    }

    /// Why the directory is held, if because of events.
    func textOfHeldDeletions(in directory: String) throws -> String? {
        guard try isDeletionHeld(of: directory) || heldDeletions(in: directory).contains(where: \.isHere) else {
            return nil
        }
        return try directoryState(directory)?.text("held")
    }

    /// Applies deletions that are confirmed, or allowed by this run's limits.
    func takeHeldDeletions(_ limits: RemovalLimits, isConfirmed: Bool, _ now: Moment) throws {
        let directories = try query("SELECT DISTINCT directory_id FROM held_removals").compactMap {
            $0.text("directory_id")
        }
        for directory in directories where try textOfHeldDeletions(in: directory) != nil {
            let (held, isWhole) = (try heldDeletions(in: directory), try isDeletionHeld(of: directory))
            let here = try count("SELECT count(*) FROM users WHERE directory_id = ?1", [.text(directory)])
            let total = here + held.filter { !$0.isHere }.count
            guard isConfirmed || !limits.holdsEvents(isWhole ? total : held.count, of: total) else { continue }
            let cause = Cause(source: Cause.event, changedAt: now)
            for (user, isHere) in held where isHere {
                try removeUser(user, cause)
                try rememberDeletion(user, "user", in: directory, now)
            }
            try execute("DELETE FROM held_removals WHERE directory_id = ?1", [.text(directory)])
            try execute(
                "UPDATE directory_states SET held = NULL, held_at = NULL WHERE directory_id = ?1", [.text(directory)])
            if isWhole {
                try removeDirectory(directory, cause)
                try rememberDeletion(directory, "directory", in: directory, now)
            }
        }
    }
}
