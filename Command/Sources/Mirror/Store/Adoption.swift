import GRDB

/// Makes a complete listing the mirror's content, in one transaction.
extension MirrorStore {
    /// - Parameter maxRemoval: percent of a directory's users; nil: as many as there are.
    func adopt(_ generation: Generation, maxRemoval: Double?) throws {
        let isFirst = try count("SELECT count(*) FROM directories") == 0
        if let maxRemoval, !isFirst { try refuseRemoval(beyond: maxRemoval) }
        let now = Moment.now
        let cause = Cause(source: isFirst ? Cause.firstRun : Cause.reconciliation, changedAt: now)
        try transaction {
            // Who came or went while the memberships were listed: events will tell.
            try run(
                """
                DELETE FROM staging_memberships WHERE NOT EXISTS (SELECT 1 FROM staging_users WHERE id = user_id)
                OR NOT EXISTS (SELECT 1 FROM staging_groups WHERE id = group_id)
                """)
            if isFirst { try takeOver() } else { try takeDifferences(cause) }
            if isFirst { try logRows(.directories, "created", where: "true", cause) }
            try run(
                """
                UPDATE mirror_state SET event_cursor = ?1, event_cursor_at = ?2, listed_event_at = ?2,
                    caught_up_at = ?3, listed_at = ?4, listing_due = NULL
                """,
                [generation.eventCursor, generation.eventCursorAt, generation.startedAt.text, now.text])
            try clearStaging()
        }
    }

    private func refuseRemoval(beyond maxRemoval: Double) throws {
        let counts = try rows(
            """
            SELECT d.id, d.name, count(*) AS total, sum(s.id IS NULL) AS missing
            FROM users u JOIN directories d ON d.id = u.directory_id LEFT JOIN staging_users s ON s.id = u.id
            GROUP BY d.id ORDER BY missing * 1.0 / total DESC
            """)
        let held = counts.filter { row in
            Double(row["missing"] as Int) * 100 > maxRemoval * Double(row["total"] as Int)
        }
        guard let worst = held.first else { return }
        let (missing, total) = (worst["missing"] as Int, worst["total"] as Int)
        let name = (worst["name"] as String?).map { " (\($0))" } ?? ""
        let others = held.count > 1 ? ", and as much of \(held.count - 1) more" : ""
        throw MirrorError.removalHeld(
            "the new listing lacks \(missing) of \(total) users of \(worst["id"] as String)\(name)\(others): more than "
                + "--max-removal \(maxRemoval.formatted()) percent. Nothing was changed. Should they go, run again with "
                + "--confirm-removal; should they not, put the source right and run again with --reconcile")
    }

    /// Nothing is there yet: the tables that were filled become the mirror's.
    private func takeOver() throws {
        forgetStatements()
        let tables = ["directories", "groups", "users", "memberships"]
        for table in tables.reversed() { try db.execute(sql: "DROP TABLE \(table)") }
        for table in tables { try db.execute(sql: "ALTER TABLE staging_\(table) RENAME TO \(table)") }
        try db.execute(sql: Schema.recordIndices)
    }

    private func takeDifferences(_ cause: Cause) throws {
        let isLeft = """
            NOT EXISTS (SELECT 1 FROM staging_memberships s WHERE s.group_id = r.group_id AND s.user_id = r.user_id)
            """
        try logMemberships("removed", where: isLeft, cause)
        try run("DELETE FROM memberships AS r WHERE \(isLeft)")
        for table in [RecordTable.users, .groups, .directories] {
            let isGone = "NOT EXISTS (SELECT 1 FROM staging_\(table.name) s WHERE s.id = r.id)"
            try logRows(table, "deleted", where: isGone, cause)
            try run("DELETE FROM \(table.name) AS r WHERE \(isGone)")
        }
        for table in [RecordTable.directories, .groups, .users] { try takeRows(table, cause) }
        let isNew = "NOT EXISTS (SELECT 1 FROM memberships m WHERE m.group_id = r.group_id AND m.user_id = r.user_id)"
        try logMemberships("added", from: "staging_memberships", where: isNew, cause)
        try run("INSERT OR IGNORE INTO memberships SELECT group_id, user_id FROM staging_memberships")
    }

    private func takeRows(_ table: RecordTable, _ cause: Cause) throws {
        let staged = "staging_\(table.name)"
        try logRows(
            table, "created", from: staged, where: "NOT EXISTS (SELECT 1 FROM \(table.name) m WHERE m.id = r.id)", cause
        )
        try logRows(
            table, "updated", from: staged,
            where: "EXISTS (SELECT 1 FROM \(table.name) m WHERE m.id = r.id AND (\(table.differs("m", "r"))))",
            previous: "(SELECT m.record FROM \(table.name) m WHERE m.id = r.id)", cause)
        let columns = table.columnNames.joined(separator: ", ")
        try run(
            """
            INSERT INTO \(table.name) (\(columns)) SELECT \(columns) FROM \(staged) r
            WHERE NOT EXISTS (
                SELECT 1 FROM \(table.name) m WHERE m.id = r.id AND m.record = r.record AND NOT (\(table.differs("m", "r")))
            )
            \(table.onConflict)
            """)
    }
}
