/// Why something changes: an event, or a listing that found it different.
struct Cause {
    let source: String
    let changedAt: Moment
    var eventID: String?
    var eventCreatedAt: String?

    static let firstRun = "first run"
    static let reconciliation = "reconciliation"
    static let event = "event"
    /// A run was told to keep less.
    static let scope = "scope"

    /// ?1 to ?4 of every statement that writes changes.
    var arguments: [Value] { [Value(changedAt), .text(source), Value(eventID), Value(eventCreatedAt)] }
}

/// What the table `changes` tells: whoever applies its rows one after the other has what the mirror has. Each has the
/// record as it is after the change; a membership and what is deleted have none.
extension Store {
    private var insertion: String {
        """
        INSERT INTO changes (changed_at, source, event_id, event_created_at, kind, action, directory_id, group_id,
            user_id, previous, record)
        """
    }

    /// Those rows of a table that `condition` picks out; the row is `r`. `?5` and the following are `arguments`.
    func log(
        _ table: RecordTable, _ action: String, from name: String? = nil, where condition: String,
        previous: String = "NULL", _ cause: Cause, _ arguments: [Value] = []
    ) throws {
        let directory = table.hasDirectory ? "r.directory_id" : "r.id"
        let ids = "\(table.kind == "group" ? "r.id" : "NULL"), \(table.kind == "user" ? "r.id" : "NULL")"
        try execute(
            """
            \(insertion) SELECT ?1, ?2, ?3, ?4, '\(table.kind)', '\(action)', \(directory), \(ids), \(previous),
                \(action == "deleted" ? "NULL" : "r.record")
            FROM \(name ?? table.name) r WHERE \(condition)
            """, cause.arguments + arguments)
    }

    /// The memberships that `condition` picks out; the row is `r`, its group `g`.
    func logMemberships(
        _ action: String, from name: String = "memberships", where condition: String, _ cause: Cause,
        _ arguments: [Value] = []
    ) throws {
        try execute(
            """
            \(insertion) SELECT ?1, ?2, ?3, ?4, 'membership', '\(action)', g.directory_id, r.group_id, r.user_id, NULL,
                NULL
            FROM \(name) r JOIN groups g ON g.id = r.group_id WHERE \(condition)
            """, cause.arguments + arguments)
    }
}
