/// A directory as events describe it.
extension Event.Actor {
    func description(for directory: DirectoryRow) -> JSON {
        switch self {
        case .provider: ["id": .string(directory.id), "source": "system", "name": nil]
        case .apiKey: ["id": "api_key_01KEZ0SANDB0XAP1KEY0000001", "source": "api", "name": "Sandbox"]
        }
    }
}

extension DirectoryRow {
    /// The data of `dsync.activated` and `dsync.deleted`: other states and fewer members than REST has.
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

    /// The events' names for the states that REST calls linked and unlinked.
    private static func eventState(_ state: String) -> String {
        switch state {
        case "linked": "active"
        case "unlinked": "inactive"
        default: state
        }
    }
}
