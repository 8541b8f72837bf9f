/// Takes rows away, with everything that hangs on them, and writes down each.
extension MirrorStore {
    func removeUser(_ id: String, _ cause: Cause) throws {
        try logMemberships("removed", where: "r.user_id = ?", cause, [id])
        try run("DELETE FROM memberships WHERE user_id = ?", [id])
        try logRows(.users, "deleted", where: "r.id = ?", cause, [id])
        try run("DELETE FROM users WHERE id = ?", [id])
    }

    func removeGroup(_ id: String, _ cause: Cause) throws {
        try logMemberships("removed", where: "r.group_id = ?", cause, [id])
        try run("DELETE FROM memberships WHERE group_id = ?", [id])
        try logRows(.groups, "deleted", where: "r.id = ?", cause, [id])
        try run("DELETE FROM groups WHERE id = ?", [id])
    }

    /// The API tells of a directory's end in one event, and not of its members'.
    func removeDirectory(_ id: String, _ cause: Cause) throws {
        try logMemberships("removed", where: "g.directory_id = ?", cause, [id])
        try run("DELETE FROM memberships WHERE group_id IN (SELECT id FROM groups WHERE directory_id = ?)", [id])
        for table in [RecordTable.users, .groups] {
            try logRows(table, "deleted", where: "r.directory_id = ?", cause, [id])
            try run("DELETE FROM \(table.name) WHERE directory_id = ?", [id])
        }
        try logRows(.directories, "deleted", where: "r.id = ?", cause, [id])
        try run("DELETE FROM directories WHERE id = ?", [id])
    }
}
