/// Changes rows of the mirror, one record at a time, and logs each change. Must be called in a transaction.
extension Store {
    func has(_ table: RecordTable, _ id: String) throws -> Bool {
        try exists("SELECT 1 FROM \(table.name) WHERE id = ?1", [.text(id)])
    }

    /// Stores a complete record, replacing the previous one.
    func write(
        _ record: Page, _ table: RecordTable, _ id: String, in directory: String, previous: String? = nil,
        _ cause: Cause
    ) throws {
        guard try !table.hasDirectory || has(.directories, directory) else { return }
        guard try isInScope(record, table) else {
            // A user whose state is now outside of the scope.
            if table.kind == "user" { try removeUser(id, cause) }
            return
        }
        let before = try row("SELECT record FROM \(table.name) WHERE id = ?1", [.text(id)])?.text("record")
        let columns = table.columnNames.joined(separator: ", ")
        let rows = table.rows(of: "?2", directory: "?1", dialect(for: record))
        do {
            try execute(
                """
                INSERT INTO \(table.name) (\(columns)) SELECT \(columns) FROM (\(rows)) AS s WHERE id IS NOT NULL
                \(table.onConflict)
                """, [.text(directory)], page: record)
        } catch is ConstraintViolation {
            return try noteLeftOut(id, table.kind, in: directory)
        }
        guard let before else { return try log(table, "created", where: "r.id = ?5", cause, [.text(id)]) }
        let dialect = dialect(for: nil)
        let same = dialect.sameJSON("r.record", "?6")
        try log(
            table, "updated", where: "r.id = ?5 AND NOT \(same)", previous: dialect.stored("coalesce(?7, ?6)"), cause,
            [.text(id), .text(before), Value(scope.without.isEmpty ? previous.map(dialect.storable) : nil)])
    }

    func removeUser(_ id: String, _ cause: Cause) throws {
        try removeMemberships(where: "r.user_id = ?5", cause, [.text(id)])
        try remove(.users, where: "r.id = ?5", cause, [.text(id)])
    }

    func removeGroup(_ id: String, _ cause: Cause) throws {
        try removeMemberships(where: "r.group_id = ?5", cause, [.text(id)])
        try remove(.groups, where: "r.id = ?5", cause, [.text(id)])
    }

    /// The API sends one event for a deleted directory, and none for its members.
    func removeDirectory(_ id: String, _ cause: Cause) throws {
        try removeMemberships(
            where: "r.group_id IN (SELECT id FROM groups WHERE directory_id = ?5)", cause, [.text(id)])
        try remove(.users, where: "r.directory_id = ?5", cause, [.text(id)])
        try remove(.groups, where: "r.directory_id = ?5", cause, [.text(id)])
        try remove(.directories, where: "r.id = ?5", cause, [.text(id)])
        try execute("DELETE FROM directory_states WHERE directory_id = ?1", [.text(id)])
        try execute("DELETE FROM held_removals WHERE directory_id = ?1", [.text(id)])
        try forgetLeftOut(of: id)
    }

    private func remove(_ table: RecordTable, where condition: String, _ cause: Cause, _ arguments: [Value]) throws {
        try log(table, "deleted", where: condition, cause, arguments)
        try execute(
            "DELETE FROM \(table.name) AS r WHERE \(condition)", cause.arguments + arguments)
    }

    func removeMemberships(where condition: String, _ cause: Cause, _ arguments: [Value]) throws {
        try logMemberships("removed", where: condition, cause, arguments)
        try execute("DELETE FROM memberships AS r WHERE \(condition)", cause.arguments + arguments)
    }

    /// Adds a membership if user and group exist and the membership does not.
    func addMembership(group: String, user: String, _ cause: Cause) throws {
        let added = try execute(
            """
            INSERT INTO memberships (group_id, user_id) SELECT groups.id, users.id FROM groups, users
            WHERE groups.id = ?1 AND users.id = ?2 ON CONFLICT DO NOTHING
            """, [.text(group), .text(user)])
        if added > 0 {
            try logMemberships(
                "added", where: "r.group_id = ?5 AND r.user_id = ?6", cause, [.text(group), .text(user)])
        }
    }
}
