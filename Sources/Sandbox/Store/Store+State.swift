/// The current state, for tests to compare with.
extension Store {
    /// All objects, or those of one directory. Users are without their groups, which are in the memberships. Computed
    /// users are left out.
    func state(ofDirectory id: String?) throws(Problem) -> [UInt8] {
        let rows = try id.map { id throws(Problem) in [try directoryRow(id)] } ?? directories
        var memberships: [JSON] = []
        for user in rows.flatMap(\.users) {
            for group in user.groups {
                memberships.append(["group_id": .string(group.id), "user_id": .string(user.id)])
            }
        }
        let state: JSONObject = [
            "directories": .array(rows.map { .object($0.members) }),
            "groups": .array(rows.flatMap(\.groups).map { .object($0.members) }),
            "users": .array(rows.flatMap(\.users).map { .object($0.members) }),
            "memberships": .array(memberships),
        ]
        return state.text
    }

    /// All events, oldest first, whether or not `GET /events` lists them, and the ids of those not listed yet.
    var history: [UInt8] {
        stream.release(at: Self.streamTime(), holdBack: behaviors.current.holdBack)
        var text = Array(#"{"object":"list","data":["#.utf8)
        for (index, event) in events.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            text.append(contentsOf: event.text)
        }
        text.append(contentsOf: #"],"held_back":"#.utf8)
        JSON.array(stream.heldIds.map(JSON.string)).write(to: &text)
        text.append(UInt8(ascii: "}"))
        return text
    }
}
