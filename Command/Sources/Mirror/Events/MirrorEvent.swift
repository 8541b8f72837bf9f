/// The parts of an event that the mirror needs.
struct MirrorEvent {
    /// What the event is about.
    enum Matter {
        case directory
        case group, user
        case membership(group: String, user: String)
    }

    /// Whether the matter exists after the event.
    enum Action {
        case there, gone
    }

    let id: String
    let type: String
    let createdAt: String?
    let matter: Matter
    let action: Action
    /// The id of the directory, group or user; for a membership, the user's.
    let subject: String
    let directory: String
    /// The record of the subject, as a page of one.
    let record: Page?
    /// A membership's group and user, each a page of one.
    let group: Page?
    let user: Page?
    let previous: String?

    /// Nil for events without an effect here, and for incomplete ones.
    /// - Parameter place: the directory of the group or user.
    init?(_ row: Row, in place: String?, of store: any Store) {
        func isUsable(_ id: String) -> Bool { Self.isUsable(id, in: store) }
        guard let id = row.text("id"), let type = row.text("type"), !id.isEmpty else { return nil }
        (self.id, self.type, createdAt) = (id, type, row.text("created_at"))
        previous = row.text("previous")
        let subject: String?
        let directory: String?
        switch type {
        case "dsync.activated", "dsync.deleted":
            matter = .directory
            (subject, directory) = (row.text("subject"), row.text("subject"))
        case "dsync.user.created", "dsync.user.updated", "dsync.user.deleted":
            matter = .user
            (subject, directory) = (row.text("subject"), place)
        case "dsync.group.created", "dsync.group.updated", "dsync.group.deleted":
            matter = .group
            (subject, directory) = (row.text("subject"), place)
        case "dsync.group.user_added", "dsync.group.user_removed":
            guard let group = row.text("group_id"), let user = row.text("user_id"), isUsable(group) else {
                return nil
            }
            matter = .membership(group: group, user: user)
            (subject, directory) = (user, place)
        default: return nil
        }
        guard let subject, let directory, isUsable(subject), isUsable(directory) else { return nil }
        (self.subject, self.directory) = (subject, directory)
        action = type.hasSuffix("deleted") || type.hasSuffix("removed") ? .gone : .there
        record = row.text("data").map { Page(json: "[\($0)]") }
        group = row.text("group_record").map { Page(json: "[\($0)]") }
        user = row.text("user_record").map { Page(json: "[\($0)]") }
    }

    /// An id that can be used in a path.
    static func isUsable(_ id: String, in store: any Store) -> Bool {
        !id.isEmpty && id != "." && id != ".." && store.canStore(id: id)
    }

    /// As in `applied_events`.
    var key: String {
        switch matter {
        case .user: "user \(subject)"
        case .group: "group \(subject)"
        case .directory: "directory \(subject)"
        case .membership(let group, let user): Self.key(group: group, user: user)
        }
    }

    static func key(group: String, user: String) -> String { "membership \(group) \(user)" }
}

extension Store {
    /// The events of a page; nil for one without an effect here. Leaves out events whose record is equal to the stored
    /// one, of which there are many after a listing.
    func events(in page: Page) throws -> [(row: Row, event: MirrorEvent?)] {
        let dialect = dialect(for: page)
        let members: [(String, String)] = [
            ("id", dialect.text("id", of: "value")), ("type", dialect.text("event", of: "value")),
            ("created_at", dialect.text("created_at", of: "value")),
            ("subject", dialect.text("data.id", of: "value")),
            ("directory", dialect.text("data.directory_id", of: "value")),
            ("user_directory", dialect.text("data.user.directory_id", of: "value")),
            ("group_directory", dialect.text("data.group.directory_id", of: "value")),
            ("group_id", dialect.text("data.group.id", of: "value")),
            ("user_id", dialect.text("data.user.id", of: "value")),
            ("data", dialect.json("data", "object", of: "value")),
            ("group_record", dialect.json("data.group", "object", of: "value")),
            ("user_record", dialect.json("data.user", "object", of: "value")),
            ("previous", dialect.json("data.previous_attributes", "object", of: "value")),
        ]
        let columns = members.map { "\($1) AS \($0)" }.joined(separator: ", ")
        let isKnown = [RecordTable.users, .groups].map { isHere($0, dialect) }.joined(separator: " OR ")
        return try query(
            "SELECT \(columns) FROM \(dialect.records(of: "?1")) WHERE NOT (\(isKnown))", [], page: page
        ).map { ($0, try event($0)) }
    }

    /// Nil for one without an effect here.
    func event(_ row: Row) throws -> MirrorEvent? { MirrorEvent(row, in: try directory(of: row), of: self) }

    /// The directory of an event about a group or user: as sent, otherwise that of the object here.
    func directory(of row: Row) throws -> String? {
        guard let type = row.text("type"), type.hasPrefix("dsync.group.") || type.hasPrefix("dsync.user.") else {
            return nil
        }
        let sent = ["directory", "user_directory", "group_directory"].compactMap { row.text($0) }
        if let usable = sent.first(where: { MirrorEvent.isUsable($0, in: self) }) { return usable }
        return try self.row(
            """
            SELECT directory_id FROM users WHERE id IN (?1, ?2)
            UNION ALL SELECT directory_id FROM groups WHERE id IN (?1, ?3) LIMIT 1
            """, [row["subject"], row["user_id"], row["group_id"]]
        )?.text("directory_id")
    }

    private func isHere(_ table: RecordTable, _ dialect: any Dialect) -> String {
        let type = dialect.text("event", of: "value")
        let record = dialect.without(table.leftOut, dialect.json("data", "object", of: "value"))
        return """
            coalesce(\(type) IN ('dsync.\(table.kind).created', 'dsync.\(table.kind).updated'), false)
            AND EXISTS (SELECT 1 FROM \(table.name) m
                WHERE m.id = \(dialect.text("data.id", of: "value")) AND m.record = \(record))
            """
    }
}
