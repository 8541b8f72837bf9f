/// The lists of the endpoints.
extension Store {
    /// The parameters of `GET /directories` other than those of all lists; nil if not given.
    struct DirectoryFilter: Sendable {
        var organization: String?
        var search: String?
        var domain: String?
    }

    /// The same for `GET /directory_users`.
    struct UserFilter: Sendable {
        var directory: String?
        var group: String?
        var idpId: String?
        var email: String?
    }

    func directory(_ id: String) throws(Problem) -> [UInt8] { try directoryRow(id).text }

    func group(_ id: String) throws(Problem) -> [UInt8] { try groupRow(id).text }

    func user(_ id: String) throws(Problem) -> [UInt8] {
        if let (users, number) = generatedUser(id) { return users.text(of: number) }
        return try userRow(id).text
    }

    func listDirectories(_ filter: DirectoryFilter, _ query: ListQuery) throws(Problem) -> [UInt8] {
        let search = filter.search?.lowercased() ?? ""
        let domain = filter.domain?.lowercased()
        let rows = directories.filter { row in
            if let organization = filter.organization, row.organization != organization { return false }
            if !search.isEmpty, row.members["name"]?.string?.lowercased().contains(search) != true { return false }
            return domain == nil || row.members["domain"]?.string?.lowercased() == domain
        }
        return try page(rows, .directory, query)
    }

    func listGroups(directory: String?, user: String?, _ query: ListQuery) throws(Problem) -> [UInt8] {
        var rows = try directory.map { id throws(Problem) in try directoryRow(id).groups }
        if let user {
            let own = try groups(ofUser: user)
            rows = rows.map { groups in own.filter { group in groups.contains { $0 === group } } } ?? own
        }
        return try page(rows ?? [], .directoryGroup, query)
    }

    private func groups(ofUser id: String) throws(Problem) -> [GroupRow] {
        if let (users, number) = generatedUser(id) {
            return users.groups.isEmpty ? [] : [users.groups[users.groupIndex(of: number)]]
        }
        return try userRow(id).groups
    }

    /// The directory whose rate a request for users counts against. Fails if a filter's object does not exist.
    func directoryOfUsers(_ filter: UserFilter) throws(Problem) -> String? {
        let group = try filter.group.map { id throws(Problem) in try groupRow(id) }
        let directory = try filter.directory.map { id throws(Problem) in try directoryRow(id) }
        return directory?.id ?? group?.directory.id
    }

    func listUsers(_ filter: UserFilter, _ query: ListQuery) throws(Problem) -> [UInt8] {
        let group = try filter.group.map { id throws(Problem) in try groupRow(id) }
        guard
            let directory = try filter.directory.map({ id throws(Problem) in try directoryRow(id) }) ?? group?.directory
        else { return try page([], .directoryUser, query) }
        if let group, group.directory !== directory { return try page([], .directoryUser, query) }

        if let users = directory.generated {
            let selected = users.selecting(group: group, idpId: filter.idpId, email: filter.email)
            return try Page(of: selected, query: query).text(of: selected)
        }
        var rows = group?.users ?? directory.users
        if let idpId = filter.idpId { rows = rows.filter { $0.members["idp_id"]?.string == idpId } }
        if let email = filter.email?.lowercased() {
            rows = rows.filter { $0.members["email"]?.string?.lowercased() == email }
        }
        return try page(rows, .directoryUser, query)
    }

    private func page(_ rows: [Row], _ kind: ObjectKind, _ query: ListQuery) throws(Problem) -> [UInt8] {
        let list = RowList(rows: rows, sequences: sequences[kind] ?? [:])
        return try Page(of: list, query: query).text(of: list)
    }
}
