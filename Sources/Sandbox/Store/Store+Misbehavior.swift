/// How events get into `GET /events`.
extension Store {
    /// Milliseconds of the monotonic clock.
    static func streamTime() -> Int64 { Clock.monotonic() / 1_000_000 }

    /// Schedules an event for listing; without a hold-back it is listed at once.
    func tell(_ event: Event) {
        stream.note(event)
        guard !isSeeding else {
            stream.hold(event, at: 0)
            return stream.releaseAll()
        }
        let now = Self.streamTime()
        if !behaviors.happens(.missingEvents) { hold(event, at: now) }
        if behaviors.happens(.duplicateEvents) {
            let duplicate = event.renamed(makeDuplicateId(at: event.created))
            stream.note(duplicate)
            hold(duplicate, at: now)
        }
        stream.release(at: now, holdBack: behaviors.current.holdBack)
    }

    /// Lists all held-back and late events at once.
    func releaseEvents() {
        stream.releaseAll()
    }

    private func hold(_ event: Event, at now: Int64) {
        let behavior = behaviors.current
        guard !behaviors.happens(.lateEvents) else { return stream.holdLate(event, at: now, by: behavior.lateBy) }
        var places = 0
        if event.name == "dsync.group.user_added", behaviors.happens(.membershipsFirst), let user = event.subject {
            places = stream.places { $0.name == "dsync.user.created" && $0.subject == user } ?? 0
        }
        if behaviors.happens(.shuffledEvents) {
            places = max(
                places, behaviors.number(below: behavior.shuffleWindow.saturating(adding: 1), for: .shuffledEvents))
        }
        stream.hold(event, at: now, before: places)
    }

    /// The `created_at` of an event.
    func misbehaving(_ time: Timestamp) -> Timestamp {
        let skew = behaviors.current.clockSkew
        guard !isSeeding, skew != 0, behaviors.happens(.skewedEvents) else { return time }
        return time + Int64(skew)
    }

    /// The data of an event; with partial updates only the changed members.
    func misbehaving(_ data: JSONObject, of name: String) -> JSONObject {
        guard !isSeeding, name == "dsync.user.updated", behaviors.happens(.partialUpdates) else { return data }
        let changed = data["previous_attributes"]?.object?.members.map(\.key) ?? []
        let kept = Set(["object", "id", "directory_id", "updated_at", "previous_attributes"] + changed)
        return JSONObject(data.members.filter { kept.contains($0.key) })
    }

    /// Events of a deleted user, as if they had been delayed: a change and a membership.
    func recordAfterDeletion(of user: UserRow) {
        guard behaviors.happens(.eventsAfterDeletion) else { return }
        var data = user.members
        data["previous_attributes"] = [:]
        record("dsync.user.updated", data, in: user.directory, at: tick())
        if let group = user.groups.first { recordMembership("dsync.group.user_added", group, user, at: tick()) }
    }
}
