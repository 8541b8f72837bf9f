/// The sandbox's initial data: the same ids and times at each start.
extension Store {
    /// 15 January 2026, 12:00.
    private static let start = Timestamp(milliseconds: 1_768_478_400_000)

    func seed() throws(Problem) {
        isSeeding = true
        defer { isSeeding = false }
        var time = Self.start
        for provider in Provider.all {
            // One directory per day; its members follow within an hour.
            time = time + 86_400_000
            try seed(provider, from: time)
        }
    }

    /// Adds a directory of any number of users, which are not stored.
    func seedLarge(users total: Int) throws(Problem) {
        isSeeding = true
        defer { isSeeding = false }
        let time = Self.start + 45 * 86_400_000
        let provider = Provider.large
        let directory = try createDirectory(
            members(of: provider).merging(["id": "directory_01KF0GENERATED000000000000"]),
            at: time
        )
        try seedGroups(of: provider, in: directory, from: time)
        let users = GeneratedUsers(of: directory, provider: provider, total: total, start: time + 3_600_000)
        directory.generated = users
        directory.forgetText()
    }

    private func seed(_ provider: Provider, from start: Timestamp) throws(Problem) {
        let directory = try createDirectory(members(of: provider), at: start)
        for number in 0..<provider.users {
            let time = start + 60_000 + Int64(number) * 1000
            let id = makeId(ObjectKind.directoryUser.prefix, at: time)
            let members = Person(number: number).members(
                id: id,
                directory: directory.id,
                organization: directory.organization,
                provider: provider,
                created: time
            )
            _ = try createUser(members, at: time)
        }
        try seedGroups(of: provider, in: directory, from: start + 1_800_000)
        try seedMemberships(in: directory, from: start + 2_400_000)
    }

    private func members(of provider: Provider) -> JSONObject {
        var members: JSONObject = [
            "organization_id": .string(Self.organizations[provider.organization]),
            "external_key": .string(Provider.alphanumeric(provider.users, provider.type, 9)),
            "type": .string(provider.type), "state": .string(provider.state), "name": .string(provider.name),
        ]
        if let domain = provider.domain { members["domain"] = .string(domain) }
        return members
    }

    private func seedGroups(of provider: Provider, in directory: DirectoryRow, from start: Timestamp) throws(Problem) {
        for (index, name) in provider.groups.enumerated() {
            var members: JSONObject = [
                "directory_id": .string(directory.id), "name": .string(name),
                "idp_id": .string(provider.groupIdpId(index, name)),
            ]
            // Recorded responses have a role on a group, although the specification doesn't.
            if name == "Managers" { members["role"] = ["slug": "admin"] }
            _ = try createGroup(members, at: start + Int64(index) * 1000)
        }
    }

    /// Everyone is in the first group; other groups depend on the department and on chance, and some users have none.
    private func seedMemberships(in directory: DirectoryRow, from start: Timestamp) throws(Problem) {
        var time = start
        for (number, user) in directory.users.enumerated() where number % 23 != 21 {
            let person = Person(number: number)
            for (index, group) in directory.groups.enumerated() {
                let isMember =
                    switch group.members["name"]?.string {
                    case person.department: true
                    case "Managers": person.isManager
                    case "Remote": person.isRemote
                    default: index == 0 || (directory.groups.count < 6 && number % (index + 2) == 0)
                    }
                guard isMember else { continue }
                try addMembership(group: group.id, user: user.id, at: time)
                time = time + 100
            }
        }
    }
}

extension JSONObject {
    func merging(_ other: JSONObject) -> JSONObject {
        var merged = self
        merged.merge(other)
        return merged
    }
}
