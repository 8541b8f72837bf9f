/// An event of a page, as far as the mirror needs it. Lent as long as the page.
struct MirrorEvent {
    enum Subject {
        case user, group, directory
        case membership(user: JSONText, group: JSONText)
    }

    let id: String
    let type: String
    let createdAt: String?
    let data: JSONText
    let subject: Subject
    /// The id of what the event is about: for a membership, of the user.
    let subjectID: String
    let groupID: String?
    let directory: String

    /// Nil for events that change nothing here, and for those that lack what makes them one.
    init?(_ text: JSONText, id: String) {
        guard let type = text.member("event")?.string, let data = text.member("data") else { return nil }
        self.id = id
        self.type = type
        self.data = data
        createdAt = text.member("created_at")?.string
        let dataID = data.member("id")?.string
        let directory = data.member("directory_id")?.string
        switch type {
        case "dsync.activated", "dsync.deleted":
            guard let dataID else { return nil }
            (subject, subjectID, groupID, self.directory) = (.directory, dataID, nil, dataID)
        case "dsync.user.created", "dsync.user.updated", "dsync.user.deleted":
            guard let dataID, let directory else { return nil }
            (subject, subjectID, groupID, self.directory) = (.user, dataID, nil, directory)
        case "dsync.group.created", "dsync.group.updated", "dsync.group.deleted":
            guard let dataID, let directory else { return nil }
            (subject, subjectID, groupID, self.directory) = (.group, dataID, dataID, directory)
        case "dsync.group.user_added", "dsync.group.user_removed":
            guard let user = data.member("user"), let group = data.member("group"),
                let userID = user.member("id")?.string, let group_ID = group.member("id")?.string,
                let directory = directory ?? user.member("directory_id")?.string
            else { return nil }
            (subject, subjectID, groupID) = (.membership(user: user, group: group), userID, group_ID)
            self.directory = directory
        default: return nil
        }
    }

    /// What it is about, as `applied_events` knows it.
    var subjectKey: String {
        switch subject {
        case .user: "user \(subjectID)"
        case .group: "group \(subjectID)"
        case .directory: "directory \(subjectID)"
        case .membership: "membership \(groupID ?? "") \(subjectID)"
        }
    }

    /// With the end of either a membership ends too.
    var membershipEnds: [String] { ["user \(subjectID)", "group \(groupID ?? "")"] }

    /// The directory has to be there before this can be applied.
    var needsDirectory: Bool { !type.hasSuffix("deleted") && !type.hasSuffix("removed") }
}
