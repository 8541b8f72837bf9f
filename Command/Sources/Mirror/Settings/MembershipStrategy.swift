/// How memberships are listed. Users' records have not contained groups since 2026-05-01.
enum MembershipStrategy: String, CaseIterable {
    /// The one that is expected to take less time.
    case automatic = "auto"
    /// The users of each group, at the rate limit for users of a directory.
    case groups
    /// The groups of each user, at the overall rate limit.
    case users
    /// The groups in the users' records: no further requests, but right only for teams created before May 2026.
    case records

    /// The number of a group's pages is not known in advance, so it is estimated.
    private static let expectedGroupsPerUser = 2.0

    /// - Parameter directories: the number of directories that share the overall rate.
    func resolved(
        groups: @autoclosure () throws -> Int, users: @autoclosure () throws -> Int, _ rates: RequestRates,
        directories: Int
    ) rethrows -> MembershipStrategy {
        guard self == .automatic else { return self }
        let (groups, users) = (try groups(), try users())
        let pages = Double(groups) + Double(users) * Self.expectedGroupsPerUser / 100
        let byGroup = pages / min(rates.users, rates.overall)
        let byUser = Double(users) * Double(max(directories, 1)) / rates.overall
        return byUser < byGroup ? .users : .groups
    }
}

/// Requests per second.
struct RequestRates {
    /// For users, in each directory.
    let users: Double
    /// All together.
    let overall: Double

    /// The API allows 4 and 100; a part is left for other users of the key.
    static let allowed = RequestRates(users: 4, overall: 80)
    static let unlimited = RequestRates(users: 1e6, overall: 1e6)
}
