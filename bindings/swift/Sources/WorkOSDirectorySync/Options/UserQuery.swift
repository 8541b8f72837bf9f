import CWorkOSDS

/// Which users to list: those of a directory, of a group, or of both. One of the two is required.
public struct UserQuery: Sendable {
    public var paging: Paging
    /// A directory's id.
    public var directory: String?
    /// A group's id.
    public var group: String?
    /// The id at the identity provider; the API requires `directory` with it.
    public var idpID: String?
    /// The email address; the API requires `directory` with it.
    public var email: String?

    public init(
        directory: String? = nil, group: String? = nil, idpID: String? = nil, email: String? = nil,
        paging: Paging = Paging()
    ) {
        self.directory = directory
        self.group = group
        self.idpID = idpID
        self.email = email
        self.paging = paging
    }

    func cQuery(_ strings: inout ArgumentStrings) throws(APIError) -> workosds_user_query {
        var query = workosds_user_query()
        try paging.fill(&query, &strings)
        query.before = try strings.add(paging.before, "before")
        query.directory = try strings.add(directory, "directory")
        query.group = try strings.add(group, "group")
        query.idp_id = try strings.add(idpID, "idpID")
        query.email = try strings.add(email, "email")
        return query
    }
}
