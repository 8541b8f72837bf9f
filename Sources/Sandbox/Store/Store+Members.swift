/// Changes to groups, users and memberships.
extension Store {
    func createGroup(_ given: JSONObject, at wanted: Timestamp = .now()) throws(Problem) -> GroupRow {
        let directory = try directory(named: given)
        let time = tick(wanted)
        let id = try identifier(.directoryGroup, given: given["id"], at: time)
        var members: JSONObject = [
            "object": "directory_group", "id": .string(id), "idp_id": .string(String(id.suffix(16))),
            "directory_id": .string(directory.id), "organization_id": directory.members["organization_id"] ?? .null,
            "name": "Group", "raw_attributes": [:], "created_at": .string(time.text), "updated_at": .string(time.text),
        ]
        members.merge(given)
        let sequence = place(.directoryGroup, id)
        let row = GroupRow(id: id, sequence: sequence, members: members, directory: directory)
        groupsById[id] = row
        directory.groups.append(row)
        directory.forgetText()
        noteChange(.directoryGroup, id)
        record("dsync.group.created", row.members, in: directory, at: time)
        return row
    }

    func updateGroup(_ id: String, _ changes: JSONObject) throws(Problem) -> GroupRow {
        let row = try groupRow(id)
        try update(row, changes, event: "dsync.group.updated", in: row.directory)
        noteChange(.directoryGroup, id)
        return row
    }

    /// Sends no `dsync.group.user_removed` for its members; nor does the API.
    func deleteGroup(_ id: String) throws(Problem) {
        let row = try groupRow(id)
        guard row.directory.generated == nil else {
            throw .message(422, "The groups of this directory have computed members and can't be deleted.")
        }
        detach(row)
        noteChange(.directoryGroup, id)
        record("dsync.group.deleted", row.members, in: row.directory, at: tick())
    }

    func createUser(_ given: JSONObject, at wanted: Timestamp = .now()) throws(Problem) -> UserRow {
        let directory = try directory(named: given)
        guard directory.generated == nil else {
            throw .invalid([.init("directory_id", "The users of this directory are computed and can't be changed.")])
        }
        let time = tick(wanted)
        let id = try identifier(.directoryUser, given: given["id"], at: time)
        var members: JSONObject = [
            "object": "directory_user", "id": .string(id), "directory_id": .string(directory.id),
            "organization_id": directory.members["organization_id"] ?? .null,
            "idp_id": .string(String(id.suffix(16))), "email": nil, "first_name": nil, "last_name": nil, "name": nil,
            "emails": [], "job_title": nil, "username": nil, "state": "active", "raw_attributes": [:],
            "custom_attributes": [:], "created_at": .string(time.text), "updated_at": .string(time.text),
        ]
        members.merge(given)
        let sequence = place(.directoryUser, id)
        let row = UserRow(id: id, sequence: sequence, members: members, directory: directory)
        usersById[id] = row
        directory.users.append(row)
        directory.forgetText()
        noteChange(.directoryUser, id)
        record("dsync.user.created", row.members, in: directory, at: time)
        return row
    }

    func updateUser(_ id: String, _ changes: JSONObject) throws(Problem) -> UserRow {
        let row = try userRow(id)
        try update(row, changes, event: "dsync.user.updated", in: row.directory)
        noteChange(.directoryUser, id)
        return row
    }

    func deleteUser(_ id: String) throws(Problem) {
        let row = try userRow(id)
        detach(row)
        noteChange(.directoryUser, id)
        record("dsync.user.deleted", row.members, in: row.directory, at: tick())
        recordAfterDeletion(of: row)
    }

    /// Does not change `updated_at` of either; nor does the API.
    func addMembership(group: String, user: String, at wanted: Timestamp = .now()) throws(Problem) {
        let (group, user) = (try groupRow(group), try userRow(user))
        guard group.directory === user.directory else {
            throw .invalid([.init("user_id", "The user and the group are in different directories.")])
        }
        guard user.groups.insert(group) else { throw .message(409, "The user is in the group.", code: "conflict") }
        _ = group.users.insert(user)
        noteChange(.directoryUser, user.id)
        recordMembership("dsync.group.user_added", group, user, at: tick(wanted))
    }

    func removeMembership(group: String, user: String) throws(Problem) {
        let (group, user) = (try groupRow(group), try userRow(user))
        guard user.groups.contains(where: { $0 === group }) else {
            throw .message(404, "The user is not in the group.", code: "entity_not_found")
        }
        user.groups.remove(group)
        group.users.remove(user)
        noteChange(.directoryUser, user.id)
        recordMembership("dsync.group.user_removed", group, user, at: tick())
    }

    func recordMembership(_ event: String, _ group: GroupRow, _ user: UserRow, at time: Timestamp) {
        let data: JSONObject = [
            "directory_id": .string(user.directory.id), "user": .object(user.members), "group": .object(group.members),
        ]
        record(event, data, in: user.directory, at: time)
    }

    private func update(_ row: Row, _ changes: JSONObject, event: String, in directory: DirectoryRow) throws(Problem) {
        try refuseNewId(row.id, changes)
        try checkMember(changes)
        if let given = changes["directory_id"], given.string != directory.id {
            throw .invalid([.init("directory_id", "The directory can't be changed.")])
        }
        let time = tick()
        let old = row.members
        row.members["updated_at"] = .string(time.text)
        row.members.merge(changes)
        directory.forgetText()
        var data = row.members
        data["previous_attributes"] = .object(old.previousAttributes(after: row.members))
        record(event, data, in: directory, at: time)
    }

    private func directory(named given: JSONObject) throws(Problem) -> DirectoryRow {
        try checkMember(given)
        guard let id = given["directory_id"]?.string else {
            throw .invalid([.init("directory_id", "directory_id must be a string.")])
        }
        return try directoryRow(id)
    }

    private func checkMember(_ given: JSONObject) throws(Problem) {
        guard given["groups"] == nil else {
            throw .invalid([.init("groups", "Use /_sandbox/memberships to put users into groups.")])
        }
    }
}
