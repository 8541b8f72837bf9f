import CWorkOSDS

/// Which directories to list. By default all of them.
public struct DirectoryQuery: Sendable {
    public var paging: Paging
    /// Only directories of this organization.
    public var organizationID: String?
    /// Only directories whose name matches.
    public var search: String?

    public init(organizationID: String? = nil, search: String? = nil, paging: Paging = Paging()) {
        self.organizationID = organizationID
        self.search = search
        self.paging = paging
    }

    func cQuery(_ strings: inout ArgumentStrings) throws(APIError) -> workosds_directory_query {
        var query = workosds_directory_query()
        try paging.fill(&query, &strings)
        query.before = try strings.add(paging.before, "before")
        query.organization_id = try strings.add(organizationID, "organizationID")
        query.search = try strings.add(search, "search")
        return query
    }
}
