/// The cause of a change: an event, or a difference found by a listing.
struct Cause {
    let source: String
    let changedAt: Moment
    var eventID: String?
    var eventCreatedAt: String?

    static let firstRun = "first run"
    static let reconciliation = "reconciliation"
    static let event = "event"
    /// A run with a smaller scope.
    static let scope = "scope"

    /// The arguments ?1 to ?4 of every statement that writes changes.
    var arguments: [Value] { [Value(changedAt), .text(source), Value(eventID), Value(eventCreatedAt)] }
}

/// Writes the table `changes`. Applying its rows in order leads to the mirror's content. Each row has the record after
/// the change, except for memberships and deletions.
extension Store {
    private var insertion: String {
        """
        INSERT INTO changes (changed_at, source, event_id, event_created_at, kind, action, directory_id, group_id,
            user_id, previous, record)
        """
    }

    /// Logs the rows of a table that match `condition`, in which the row is `r`. `?5` and the following are
    /// `arguments`.
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

    /// Logs the memberships that match `condition`, in which the row is `r` and its group `g`.
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
