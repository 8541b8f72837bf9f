/// The `metadata` of a directory, `{"users": {"active": 42, "inactive": 8}, "groups": 5}`; -1 if a count is absent.
/// Older responses of the API have no `metadata`.
struct DirectoryCounts {
    private(set) var activeUsers: Int64 = -1
    private(set) var inactiveUsers: Int64 = -1
    private(set) var groups: Int64 = -1

    /// A count that is not an integer is absent: a wrong number would be worse.
    fileprivate init(_ directory: Record) {
        func count(_ range: TextRange?) -> Int64 {
            guard let range else { return -1 }
            return NumberText.integer(ByteCursor(directory.text, from: range.lower, to: range.upper)) ?? -1
        }
        guard let metadata = directory.index(ofField: DirectoryField.metadata.rawValue, .directoryMetadata) else {
            return
        }
        groups = count(metadata.range(0, field: 1))
        guard let users = metadata.range(0, field: 0).flatMap({ directory.index(of: $0, .userCounts) }) else { return }
        activeUsers = count(users.range(0, field: 0))
        inactiveUsers = count(users.range(0, field: 1))
    }
}

extension Record {
    /// Read once for each record. If memory runs out for an index, `index` notes it and the counts are -1.
    final var counts: DirectoryCounts {
        if let known = parts.counts { return known }
        let counts = DirectoryCounts(self)
        parts.counts = counts
        return counts
    }
}

extension Schema {
    static var directoryMetadata: Schema { Schema("users\0groups", count: 2) }
    static var userCounts: Schema { Schema("active\0inactive", count: 2) }
}
