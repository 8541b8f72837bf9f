/// An event, as the API lists it and webhooks deliver it.
struct Event: Sendable {
    /// Who caused it.
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
    /// The id of the user it is about, if any.
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
