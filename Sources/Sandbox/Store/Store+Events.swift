/// Recorded events, and events added through the control API.
extension Store {
    func record(
        _ name: String,
        _ data: JSONObject,
        in directory: DirectoryRow,
        at time: Timestamp,
        by actor: Event.Actor = .provider
    ) {
        var context: JSONObject = ["actor": actor.description(for: directory)]
        context["previous_attributes"] = data["previous_attributes"]
        append(
            Event(
                id: makeId("event_", at: time),
                name: name,
                data: misbehaving(data, of: name),
                created: misbehaving(time),
                organization: directory.organization,
                context: context
            )
        )
    }

    /// Adds an event without a change; its name and data may be anything.
    func emit(_ given: JSONObject) throws(Problem) -> [UInt8] {
        let known = ["event", "data", "id", "organization_id", "context"]
        let unknown = given.members.map(\.key).filter { !known.contains($0) }
        guard unknown.isEmpty else { throw .invalid(unknown.map { .init($0, "An event has no member of this name.") }) }
        guard let name = given["event"]?.string, !name.isEmpty else {
            throw .invalid([.init("event", "event must be a string.")])
        }
        let time = tick()
        let event = Event(
            id: try eventId(given["id"], at: time),
            name: name,
            data: try object("data", of: given) ?? [:],
            created: time,
            organization: given["organization_id"]?.string,
            context: try object("context", of: given)
        )
        append(event)
        return event.text
    }

    /// Delivers an event again. It stays one event in the list.
    func repeatEvent(_ id: String) throws(Problem) -> [UInt8] {
        guard let place = eventPlaces[id] else {
            throw .invalid([.init("repeat_event", "No such event: '\(id)'.")])
        }
        onEvent(events[place])
        return events[place].text
    }

    func listEvents(_ filter: EventFilter, _ query: ListQuery) throws(Problem) -> [UInt8] {
        let unknown = filter.names.subtracting(EventName.all).subtracting(eventNames).sorted()
        guard unknown.isEmpty else {
            throw .invalid(unknown.map { .init("events", "Unknown event name: '\($0)'.") })
        }
        if let organization = filter.organization, !knows(organization: organization) {
            throw .message(400, "Organization not found: '\(organization)'.")
        }
        stream.release(at: Self.streamTime(), holdBack: behaviors.current.holdBack)
        var start = 0
        if let cursor = query.cursor {
            guard let place = stream.start(after: cursor.id) else { throw .unknownCursor(cursor) }
            start = place
        }
        return EventPage(of: stream.listed, from: start, filter: filter, limit: query.limit).text
    }

    private func knows(organization: String) -> Bool {
        Self.organizations.contains(organization)
            || directories.contains { $0.organization == organization }
            || events.contains { $0.organization == organization }
    }

    private func eventId(_ given: JSON?, at time: Timestamp) throws(Problem) -> String {
        guard let given else { return makeId("event_", at: time) }
        guard let id = given.string, !id.isEmpty else { throw .invalid([.init("id", "id must be a string.")]) }
        guard eventPlaces[id] == nil else { throw .message(409, "Event '\(id)' exists.", code: "conflict") }
        return id
    }

    private func object(_ key: String, of given: JSONObject) throws(Problem) -> JSONObject? {
        guard let value = given[key] else { return nil }
        guard let object = value.object else { throw .invalid([.init(key, "\(key) must be an object.")]) }
        return object
    }
}
