/// An event as the API tells of it. Everything that changes the store's objects goes through `Store.record`.
struct Event: Sendable {
    var id: String
    var name: String
    var created: Timestamp
    var directory: String
    var organization: String
    /// The whole object in JSON.
    var text: [UInt8]

    init(id: String, name: String, data: JSONObject, created: Timestamp, directory: DirectoryRow) {
        self.id = id
        self.name = name
        self.created = created
        self.directory = directory.id
        organization = directory.organization
        let object: JSONObject = [
            "object": "event", "id": .string(id), "event": .string(name), "data": .object(data),
            "created_at": .string(created.text), "context": [:],
        ]
        text = object.text
    }
}

extension DirectoryRow {
    /// The directory as `dsync.activated` and `dsync.deleted` describe it: other states, fewer members.
    func eventData(isActivation: Bool, domainId: String, state: String? = nil) -> JSONObject {
        var data = JSONObject([])
        for key in ["object", "id", "organization_id", "type", "state", "name", "created_at", "updated_at"] {
            data[key] = members[key]
        }
        data["state"] = .string(Self.eventState(state ?? self.state))
        guard isActivation else { return data }
        data["external_key"] = members["external_key"]
        let domain = members["domain"]?.string
        data["domains"] = .array(
            domain.map { [["object": "organization_domain", "id": .string(domainId), "domain": .string($0)]] } ?? []
        )
        return data
    }

    /// The events' words for the states that REST calls linked and unlinked.
    private static func eventState(_ state: String) -> String {
        switch state {
        case "linked": "active"
        case "unlinked": "inactive"
        default: state
        }
    }
}
