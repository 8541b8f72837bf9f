import GRDB

/// Applies events to the mirror, each once, within a transaction of the caller's.
final class EventApplication {
    private let store: MirrorStore
    private let groups: RecordWriter
    private let users: RecordWriter
    private let listedEventAt: Moment?
    private let directories: RecordWriter
    /// What the API has of directories that events are about: nothing, where they are gone.
    var fetchedDirectories: [String: [UInt8]?] = [:]

    init(_ store: MirrorStore, listedEventAt: Moment?) throws {
        self.store = store
        self.listedEventAt = listedEventAt
        directories = try RecordWriter(store.db, .directories, into: "directories")
        groups = try RecordWriter(store.db, .groups, into: "groups")
        users = try RecordWriter(store.db, .users, into: "users")
    }

    /// True where it was new.
    func apply(_ text: JSONText) throws -> Bool {
        guard let id = text.member("id")?.string else { return false }
        let createdAt = text.member("created_at")?.string
        guard try !store.exists("SELECT 1 FROM applied_events WHERE id = ?", [id]) else { return false }
        let event = MirrorEvent(text, id: id)
        let isStale = try event.map(isStale) ?? false
        try store.run(
            "INSERT INTO applied_events (id, created_at, type, subject) VALUES (?, ?, ?, ?)",
            [id, createdAt, event?.type, event?.subjectKey])
        guard let event, !isStale else { return true }
        let cause = Cause(
            source: Cause.event, changedAt: .now, eventID: id, eventCreatedAt: event.createdAt)
        guard try !event.needsDirectory || writeDirectory(event.directory, cause) else { return true }
        switch event.subject {
        case .directory: if event.type == "dsync.deleted" { try store.removeDirectory(event.subjectID, cause) }
        case .user: try applyRecord(event, .users, users, store.removeUser, cause)
        case .group: try applyRecord(event, .groups, groups, store.removeGroup, cause)
        case .membership(let user, let group): try applyMembership(event, user: user, group: group, cause)
        }
        return true
    }

    /// False where the directory is gone, and with it everything in it.
    private func writeDirectory(_ id: String, _ cause: Cause) throws -> Bool {
        guard let fetched = fetchedDirectories[id] else { return true }
        guard let record = fetched else { return false }
        fetchedDirectories[id] = nil
        try record.withUnsafeBytes { bytes in
            if let text = JSONText(bytes) { try write(text, id, in: id, .directories, directories, cause) }
        }
        return true
    }

    private func applyRecord(
        _ event: MirrorEvent, _ table: RecordTable, _ writer: RecordWriter, _ remove: (String, Cause) throws -> Void,
        _ cause: Cause
    ) throws {
        if event.type.hasSuffix(".deleted") {
            try remove(event.subjectID, cause)
        } else {
            try write(event.data, event.subjectID, in: event.directory, table, writer, cause)
        }
    }

    /// Unless what is there is as new.
    private func write(
        _ record: JSONText, _ id: String, in directory: String, _ table: RecordTable, _ writer: RecordWriter,
        _ cause: Cause
    ) throws {
        let select = "SELECT \(table.columnNames.joined(separator: ", ")) FROM \(table.name) WHERE id = ?"
        let before = try store.row(select, [id])
        let kept: String? = before?["updated_at"]
        if let kept = Moment(kept), let sent = Moment(record.member("updated_at")?.string), sent < kept { return }
        try writer.write(record, directory: directory)
        let after = try store.row(select, [id])
        guard let before else { return try store.log(table, "created", id, in: directory, cause) }
        let isSame = table.columnNames.dropLast().allSatisfy { name in
            (before[name] as DatabaseValue) == (after?[name] as DatabaseValue?)
        }
        if isSame { return }
        let previous = record.member("previous_attributes").map { String(decoding: $0.bytes, as: UTF8.self) }
        try store.log(table, "updated", id, in: directory, previous: previous ?? before["record"], cause)
    }

    private func applyMembership(_ event: MirrorEvent, user: JSONText, group: JSONText, _ cause: Cause) throws {
        guard let groupID = event.groupID else { return }
        let pair: StatementArguments = [groupID, event.subjectID]
        let isThere = try store.exists("SELECT 1 FROM memberships WHERE group_id = ? AND user_id = ?", pair)
        guard isThere != event.type.hasSuffix("user_added") else { return }
        if isThere {
            try store.run("DELETE FROM memberships WHERE group_id = ? AND user_id = ?", pair)
        } else {
            // The event that made one of them may have been lost, or may follow.
            try writeIfMissing(group, groupID, in: event.directory, .groups, groups, cause)
            try writeIfMissing(user, event.subjectID, in: event.directory, .users, users, cause)
            try store.run("INSERT INTO memberships (group_id, user_id) VALUES (?, ?)", pair)
        }
        try store.logMembership(
            isThere ? "removed" : "added", group: groupID, user: event.subjectID, in: event.directory, cause)
    }

    private func writeIfMissing(
        _ record: JSONText, _ id: String, in directory: String, _ table: RecordTable, _ writer: RecordWriter,
        _ cause: Cause
    ) throws {
        guard try !store.exists("SELECT 1 FROM \(table.name) WHERE id = ?", [id]) else { return }
        try write(record, id, in: directory, table, writer, cause)
    }

    /// It tells of a time that the last listing, or an event that was applied before, is later than.
    private func isStale(_ event: MirrorEvent) throws -> Bool {
        guard let createdAt = event.createdAt, let moment = Moment(createdAt) else { return false }
        if let listedEventAt, moment < listedEventAt { return true }
        let isOlder = "SELECT 1 FROM applied_events WHERE subject = ? AND created_at > ?"
        if try store.exists(isOlder, [event.subjectKey, createdAt]) { return true }
        guard case .membership = event.subject else { return false }
        return try event.membershipEnds.contains { subject in
            try store.exists("\(isOlder) AND type LIKE '%.deleted'", [subject, createdAt])
        }
    }
}
