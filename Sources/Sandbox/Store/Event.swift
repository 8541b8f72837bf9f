/// An event as the API tells of it, and as webhooks deliver it.
struct Event: Sendable {
    /// Whose doing it was.
    enum Actor {
        /// The directory's provider.
        case provider
        /// A request to the API.
        case apiKey
    }

    let id: String
    let name: String
    let created: Timestamp
    let organization: String?
    /// The id of the user that it is about, if it is about one.
    let subject: String?
    /// The whole object in JSON.
    let text: [UInt8]
    private let data: JSONObject
    private let context: JSONObject?

    init(
        id: String,
        name: String,
        data: JSONObject,
        created: Timestamp,
        organization: String?,
        context: JSONObject?
    ) {
        self.id = id
        self.name = name
        self.created = created
        self.organization = organization
        self.data = data
        self.context = context
        subject = (data["user"]?.object ?? data)["id"]?.string
        var object: JSONObject = [
            "object": "event", "id": .string(id), "event": .string(name), "data": .object(data),
            "created_at": .string(created.text),
        ]
        object["context"] = context.map(JSON.object)
        text = object.text
    }

    /// The same event under another id.
    func renamed(_ id: String) -> Event {
        Event(id: id, name: name, data: data, created: created, organization: organization, context: context)
    }
}

extension Event.Actor {
    func description(for directory: DirectoryRow) -> JSON {
        switch self {
        case .provider: ["id": .string(directory.id), "source": "system", "name": nil]
        case .apiKey: ["id": "api_key_01KEZ0SANDB0XAP1KEY0000001", "source": "api", "name": "Sandbox"]
        }
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
