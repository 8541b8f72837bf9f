import GRDB

/// Why something changes: an event, or a listing that found it different.
struct Cause {
    let source: String
    let changedAt: Moment
    var eventID: String?
    var eventCreatedAt: String?

    static let firstRun = "first run"
    static let reconciliation = "reconciliation"
    static let event = "event"

    fileprivate var arguments: StatementArguments { [changedAt.text, source, eventID, eventCreatedAt] }
}

/// What the table `changes` tells: whoever applies its rows one after the other has what the mirror has.
extension MirrorStore {
    private static let insertion = """
        INSERT INTO changes
            (changed_at, source, event_id, event_created_at, kind, action, directory_id, group_id, user_id, previous)
        """

    /// - Parameters:
    ///   - id: of the directory, group or user.
    ///   - previous: JSON.
    func log(
        _ table: RecordTable, _ action: String, _ id: String, in directory: String, previous: String? = nil,
        _ cause: Cause
    ) throws {
        try run(
            "\(Self.insertion) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            cause.arguments + [
                table.kind, action, directory, table.kind == "group" ? id : nil, table.kind == "user" ? id : nil,
                previous,
            ])
    }

    func logMembership(
        _ action: String, group: String, user: String, in directory: String, _ cause: Cause
    ) throws {
        try run(
            "\(Self.insertion) VALUES (?, ?, ?, ?, 'membership', ?, ?, ?, ?, NULL)",
            cause.arguments + [action, directory, group, user])
    }

    /// Those rows of a table that `condition` picks out; the row is `r`.
    func logRows(
        _ table: RecordTable, _ action: String, from name: String? = nil, where condition: String,
        previous: String = "NULL", _ cause: Cause, _ arguments: StatementArguments = []
    ) throws {
        let directory = table.hasDirectory ? "r.directory_id" : "r.id"
        let ids = "\(table.kind == "group" ? "r.id" : "NULL"), \(table.kind == "user" ? "r.id" : "NULL")"
        try run(
            """
            \(Self.insertion) SELECT ?, ?, ?, ?, '\(table.kind)', '\(action)', \(directory), \(ids), \(previous)
            FROM \(name ?? table.name) r WHERE \(condition)
            """, cause.arguments + arguments)
    }

    /// The memberships that `condition` picks out; the row is `r`, its group `g`.
    func logMemberships(
        _ action: String, from name: String = "memberships", where condition: String,
        _ cause: Cause, _ arguments: StatementArguments = []
    ) throws {
        try run(
            """
            \(Self.insertion) SELECT ?, ?, ?, ?, 'membership', '\(action)', g.directory_id, r.group_id, r.user_id, NULL
            FROM \(name) r JOIN groups g ON g.id = r.group_id WHERE \(condition)
            """, cause.arguments + arguments)
    }

    /// Forgets what nobody asks for any more.
    func prune(changesBefore oldest: Moment, eventsBefore oldestEvent: Moment) throws {
        try run("DELETE FROM changes WHERE changed_at < ?", [oldest.text])
        try run("DELETE FROM applied_events WHERE created_at < ?", [oldestEvent.text])
    }
}

extension RecordTable {
    /// As `changes` calls it.
    var kind: String {
        switch name {
        case "directories": "directory"
        case "groups": "group"
        default: "user"
        }
    }
}
