/// One object of the store. Its JSON text is cached until its members change, so that a page only joins texts.
class Row {
    let id: String
    /// The position in the order of creation of all objects.
    let sequence: Int
    var members: JSONObject {
        didSet { forgetText() }
    }
    private var cachedText: [UInt8]?

    init(id: String, sequence: Int, members: JSONObject) {
        self.id = id
        self.sequence = sequence
        self.members = members
    }

    var text: [UInt8] {
        if let cachedText { return cachedText }
        let text = makeText()
        cachedText = text
        return text
    }

    func makeText() -> [UInt8] { members.text }

    func forgetText() { cachedText = nil }
}

/// A directory, which owns its groups and users.
final class DirectoryRow: Row {
    var groups: [GroupRow] = []
    var users: [UserRow] = []
    /// The users of a directory too large to store.
    var generated: (any ComputedUsers)?
    var lastSync: Timestamp?

    var state: String { members["state"]?.string ?? "" }
    var type: String { members["type"]?.string ?? "" }
    var organization: String { members["organization_id"]?.string ?? "" }

    /// `metadata` is counted when the text is made; the store drops the text when a count changes.
    override func makeText() -> [UInt8] {
        var members = members
        members["metadata"] = metadata
        return members.text
    }

    private var metadata: JSON {
        let total = generated?.total ?? users.count
        let active = generated?.active ?? users.count { $0.isActive }
        return [
            "users": ["active": JSON(active), "inactive": JSON(total - active)],
            "groups": JSON(groups.count),
        ]
    }
}

/// A group. Its text is part of the text of each of its users.
final class GroupRow: Row {
    unowned let directory: DirectoryRow
    var users: [UserRow] = []

    init(id: String, sequence: Int, members: JSONObject, directory: DirectoryRow) {
        self.directory = directory
        super.init(id: id, sequence: sequence, members: members)
    }

    override func forgetText() {
        super.forgetText()
        for user in users { user.forgetText() }
    }
}

/// A user.
final class UserRow: Row {
    unowned let directory: DirectoryRow
    var groups: [GroupRow] = [] {
        didSet { forgetText() }
    }

    init(id: String, sequence: Int, members: JSONObject, directory: DirectoryRow) {
        self.directory = directory
        super.init(id: id, sequence: sequence, members: members)
    }

    var isActive: Bool { members["state"]?.string == "active" }

    /// As in lists and for a single user: with its whole groups.
    override func makeText() -> [UInt8] {
        var text: [UInt8] = []
        members.writeOpen(to: &text)
        Self.writeClose(groups: groups, to: &text)
        return text
    }

    /// The last member of a user and the closing brace.
    static func writeClose(groups: [GroupRow], to text: inout [UInt8]) {
        text.append(contentsOf: #","groups":["#.utf8)
        for (index, group) in groups.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            text.append(contentsOf: group.text)
        }
        text.append(contentsOf: "]}".utf8)
    }
}
