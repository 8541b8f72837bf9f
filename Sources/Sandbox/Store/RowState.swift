/// A row as it was after a change, for a replica to copy.
struct RowState: Sendable {
    /// Everything that a replica needs to have the row too.
    struct Contents: Sendable {
        var sequence: Int
        var members: JSONObject
        /// The id of the directory that a group or a user is in.
        var directory = ""
        /// The ids of the groups that a user is in.
        var groups: [String] = []
        /// The directory's computed users, if any.
        var generated: (@Sendable (DirectoryRow) -> (any ComputedUsers)?)?
    }

    var kind: ObjectKind
    var id: String
    /// Nil if it was deleted.
    var contents: Contents?
    /// Milliseconds of the monotonic clock.
    var changed: Int64 = 0
}
