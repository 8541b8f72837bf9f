/// How it is found out who is in which group: a user's own record has not told it since 2026-05-01.
enum MembershipStrategy: String, CaseIterable {
    /// Whichever is expected to take less time.
    case automatic = "auto"
    /// The users of each group, at the rate that the API allows for users of a directory.
    case groups
    /// The groups of each user, at the rate that it allows altogether.
    case users
    /// As the users' own records name them: nothing more to ask, but right only for teams made before May 2026.
    case records

    /// Nobody knows before how often the groups' pages will name a user.
    private static let expectedGroupsPerUser = 2.0

    /// - Parameter directories: how many share the overall rate.
    func resolved(groups: Int, users: Int, _ rates: RequestRates, directories: Int) -> MembershipStrategy {
        guard self == .automatic else { return self }
        let pages = Double(groups) + Double(users) * Self.expectedGroupsPerUser / 100
        let byGroup = pages / min(rates.users, rates.overall)
        let byUser = Double(users) * Double(max(directories, 1)) / rates.overall
        return byUser < byGroup ? .users : .groups
    }
}

/// Requests a second.
struct RequestRates {
    /// For users, in each directory.
    let users: Double
    /// All together.
    let overall: Double

    /// The API allows 4 and 100; others use the key too.
    static let allowed = RequestRates(users: 4, overall: 80)
    static let unlimited = RequestRates(users: 1e6, overall: 1e6)
}
