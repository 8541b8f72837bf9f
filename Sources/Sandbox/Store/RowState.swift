/// A row as it was after a change, from which a replica makes its own.
struct RowState: Sendable {
    struct Contents: Sendable {
        var sequence: Int
        var members: JSONObject
        /// The id of the directory that a group or a user is in.
        var directory = ""
        /// The ids of the groups that a user is in.
        var groups: [String] = []
        /// Makes a directory's computed users, if it has any.
        var generated: (@Sendable (DirectoryRow) -> (any ComputedUsers)?)?
    }

    var kind: ObjectKind
    var id: String
    /// Nil where it was deleted.
    var contents: Contents?
    /// Milliseconds of the monotonic clock.
    var changed: Int64 = 0
}
