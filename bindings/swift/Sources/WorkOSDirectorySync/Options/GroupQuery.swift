import CWorkOSDS

/// Which groups to list: those of a directory, or those that a user belongs to. One of the two is required.
public struct GroupQuery: Sendable {
    public var paging: Paging
    /// A directory's id.
    public var directory: String?
    /// A user's id.
    public var user: String?

    public init(directory: String? = nil, user: String? = nil, paging: Paging = Paging()) {
        self.directory = directory
        self.user = user
        self.paging = paging
    }

    func cQuery(_ strings: inout ArgumentStrings) throws(APIError) -> workosds_group_query {
        var query = workosds_group_query()
        try paging.fill(&query, &strings)
        query.before = try strings.add(paging.before, "before")
        query.directory = try strings.add(directory, "directory")
        query.user = try strings.add(user, "user")
        return query
    }
}
