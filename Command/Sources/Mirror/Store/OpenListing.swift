/// The content of a listing in `staging_listings`.
enum ListingKind: String {
    /// The groups or users of a directory.
    case groups, users
    /// The memberships of a directory; its cursor is the strategy.
    case memberships
    /// The users of a group, or the groups of a user.
    case members, userGroups = "user_groups"
}

/// An unfinished row of `staging_listings`.
struct OpenListing {
    let number: Int
    let kind: ListingKind
    let id: String
    let directory: String
    let cursor: String?

    init?(_ row: Row) {
        guard let kind = row.text("kind").flatMap(ListingKind.init), let id = row.text("id"),
            let directory = row.text("directory_id")
        else { return nil }
        (self.kind, self.id, self.directory) = (kind, id, directory)
        (number, cursor) = (row.integer("number"), row.text("cursor"))
    }
}

extension OpenListing {
    var listsMembers: Bool { kind == .members || kind == .userGroups }

    /// The columns of a membership: that of the listed id, and the other one with its table.
    var columns: (own: String, other: String, others: String) {
        kind == .members ? ("group_id", "user_id", "users") : ("user_id", "group_id", "groups")
    }
}

extension ListingKind {
    var recordName: String {
        switch self {
        case .groups, .userGroups: "group"
        case .users, .members, .memberships: "user"
        }
    }
}
