/// The directories of the last `capacity` groups found in responses, by hash. A listing by group alone counts against
/// the rate limit of a directory that only a response reveals; this remembers it for the next listing. A group never
/// changes its directory, so an entry is only replaced by a newer group.
struct GroupDirectories {
    /// Searched one by one: 512 comparisons take no time compared with a request.
    private var groups: [UInt64] = []
    private var directories: [UInt64] = []
    /// The entry that the next new group replaces, once all are in use.
    private var oldest = 0

    static let capacity = 512

    func directory(of group: UInt64) -> UInt64? { groups.firstIndex { $0 == group }.map { directories[$0] } }

    mutating func learn(_ group: UInt64, isOf directory: UInt64) {
        if groups.count < Self.capacity, self.directory(of: group) == nil {
            groups.append(group)
            directories.append(directory)
            return
        }
        var place = oldest
        if let known = groups.firstIndex(where: { $0 == group }) {
            place = known
        } else {
            oldest = (oldest &+ 1) % Self.capacity
        }
        groups[place] = group
        directories[place] = directory
    }
}
