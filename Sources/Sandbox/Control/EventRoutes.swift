/// `/_sandbox/events`, `/_sandbox/webhooks` and `/_sandbox/deliveries`.
struct EventRoutes: Sendable {
    let store: Store
    let webhooks: Webhooks

    /// Nil if the path is none of these.
    func answer(_ request: Request, _ segments: [String]) async throws(Problem) -> Answer? {
        switch (request.method, segments.count, segments.dropFirst().first) {
        case ("POST", 2, "events"): return try await emit(try request.object(), at: try request.time("at"))
        case ("GET", 2, "events"): return Answer(body: await store.history)
        case ("POST", 3, "events") where segments[2] == "release":
            await store.releaseEvents()
            return .noContent
        case ("POST", 2, "webhooks"): return Answer(status: 201, try webhooks.add(try request.object()))
        case ("GET", 2, "webhooks"):
            return Answer(["object": "list", "data": .array(webhooks.descriptions.map(JSON.object))])
        case ("DELETE", 2, "webhooks"):
            webhooks.removeAll()
            return .noContent
        case ("DELETE", 3, "webhooks"):
            try webhooks.remove(segments[2])
            return .noContent
        case ("GET", 2, "deliveries"): return Answer(webhooks.log.description)
        case ("DELETE", 2, "deliveries"):
            webhooks.log.removeAll()
            return .noContent
        default: return nil
        }
    }

    private func emit(_ given: JSONObject, at time: Timestamp?) async throws(Problem) -> Answer {
        guard let repeated = given["repeat_event"] else {
            return Answer(
                status: 201, body: try await store.at(time) { store throws(Problem) in try store.emit(given) })
        }
        guard let id = repeated.string, given.members.count == 1 else {
            throw .invalid([.init("repeat_event", "repeat_event must be a string, and alone.")])
        }
        return Answer(body: try await store.repeatEvent(id))
    }
}
