/// The ids that a request is about.
struct Subjects: Sendable {
    var directory: String?
    var group: String?
    var user: String?
}

extension Store {
    /// The directories that these ids are, or belong to.
    func directoryIds(of subjects: Subjects) -> Set<String> {
        let user = subjects.user
        let ids = [
            subjects.directory, subjects.group.flatMap { groupsById[$0] }?.directory.id,
            user.flatMap { usersById[$0] }?.directory.id, user.flatMap { generatedDirectory(ofUser: $0) }?.id,
        ]
        return Set(ids.compactMap(\.self))
    }
}
