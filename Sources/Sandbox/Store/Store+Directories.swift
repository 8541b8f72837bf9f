/// Changes to directories.
extension Store {
    func createDirectory(_ given: JSONObject, at wanted: Timestamp = .now()) throws(Problem) -> DirectoryRow {
        try checkDirectory(given)
        let time = tick(wanted)
        let id = try identifier(.directory, given: given["id"], at: time)
        var members: JSONObject = [
            "object": "directory", "id": .string(id), "organization_id": .string(Self.organizations[0]),
            "external_key": .string(String(id.suffix(9))), "type": "generic scim v2.0", "state": "linked",
            "name": "Directory",
        ]
        members["domain"] = given["domain"]
        members["metadata"] = [:]
        members["created_at"] = .string(time.text)
        members["updated_at"] = .string(time.text)
        members.merge(given)
        let row = DirectoryRow(id: id, sequence: place(.directory, id), members: members)
        directories.append(row)
        directoriesById[id] = row
        noteChange(.directory, id)
        if row.state == "linked" { recordActivation(of: row, at: time) }
        return row
    }

    func updateDirectory(_ id: String, _ changes: JSONObject) throws(Problem) -> DirectoryRow {
        let row = try directoryRow(id)
        try checkDirectory(changes)
        try refuseNewId(id, changes)
        let time = tick()
        let wasLinked = row.state == "linked"
        row.members["updated_at"] = .string(time.text)
        row.members.merge(changes)
        noteChange(.directory, id)
        if row.state == "linked", !wasLinked { recordActivation(of: row, at: time) }
        return row
    }

    /// The immediate part of `DELETE /directories/{id}`. Returns whether `removeDirectory` must do the rest.
    func beginDeletion(of id: String) throws(Problem) -> (state: String, row: Int) {
        let row = try directoryRow(id)
        let state = row.state
        row.members["state"] = "deleting"
        row.members["updated_at"] = .string(tick().text)
        noteChange(.directory, id)
        return (state, row.sequence)
    }

    /// Removes a directory and everything in it, with a single event.
    /// - Parameters:
    ///   - state: the directory's state in the event; nil for the current one.
    ///   - sequence: removes only this row, not a later one with the same id.
    ///   - actor: the event's actor.
    func removeDirectory(
        _ id: String,
        state: String? = nil,
        sequence: Int? = nil,
        by actor: Event.Actor = .provider
    ) throws(Problem) {
        let row = try directoryRow(id)
        guard sequence == nil || sequence == row.sequence else { return }
        detach(row)
        noteChange(.directory, id)
        let time = tick()
        let data = row.eventData(isActivation: false, domainId: "", state: state)
        record("dsync.deleted", data, in: row, at: time, by: actor)
    }

    /// `POST /directories/{id}/sync`.
    func requestSync(of id: String) throws(Problem) {
        let row = try directoryRow(id)
        guard row.type == "gsuite directory" else {
            throw .sync(422, "unsupported", "Only Google Workspace directories can be synced on request.")
        }
        guard ["linked", "validating"].contains(row.state) else {
            throw .sync(422, "unsupported", "A directory in state '\(row.state)' can't be synced.")
        }
        let behavior = behaviors.current
        guard !behavior.isSyncDisabled else {
            throw .sync(422, "disabled", "Syncs on request are disabled for this directory.")
        }
        let now = Timestamp.now()
        if let last = row.lastSync {
            guard now >= last + Int64(behavior.syncDuration) else {
                throw .sync(409, "in_progress", "A sync of this directory is in progress.")
            }
            let wait = last + Int64(behavior.syncCooldown) - now
            guard wait <= 0 else {
                let text = "A sync of this directory was requested a short time ago. Try again later."
                throw .sync(429, "rate_limited", text, retryAfter: wait)
            }
        }
        row.lastSync = now
    }

    private func recordActivation(of row: DirectoryRow, at time: Timestamp) {
        let domainId = makeId("org_domain_", at: time)
        record("dsync.activated", row.eventData(isActivation: true, domainId: domainId), in: row, at: time)
    }

    private func checkDirectory(_ given: JSONObject) throws(Problem) {
        for key in ["organization_id", "external_key", "type", "state", "name"] {
            if let value = given[key], value.string == nil {
                throw .invalid([.init(key, "\(key) must be a string.")])
            }
        }
    }

    func refuseNewId(_ id: String, _ changes: JSONObject) throws(Problem) {
        if let given = changes["id"], given.string != id { throw .invalid([.init("id", "An id can't be changed.")]) }
    }
}
