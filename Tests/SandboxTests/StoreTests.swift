import Synchronization
import Testing

@testable import Sandbox

/// Changes to the store, and the events that they record.
struct StoreTests {
    private struct Recorded: Equatable {
        var name: String
        var data: JSONObject
    }

    private func recorded(by change: @Sendable (isolated Store) throws -> Void) async throws -> [Recorded] {
        let store = Store()
        try await store.run(change)
        return try await store.events.map { event in
            let object = try JSONParser.parse(event.text).object
            #expect(object?["event"]?.string == event.name)
            #expect(object?["object"]?.string == "event")
            return Recorded(name: event.name, data: object?["data"]?.object ?? [:])
        }
    }

    @Test func theSeedTellsHowItCameAbout() async throws {
        let store = Store()
        try await store.run { try $0.seed() }
        let events = await store.events
        let times = events.map(\.created.milliseconds)
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
        #expect(Set(events.map(\.id)).count == events.count)
        #expect(events.count { $0.name == "dsync.user.created" } > 500)
        let linked = await store.run { store in store.directories.count { $0.state == "linked" } }
        #expect(events.count { $0.name == "dsync.activated" } == linked)
    }

    @Test func changesRecordEvents() async throws {
        let events = try await recorded { store in
            let directory = try store.createDirectory(["name": "D", "domain": "d.example"])
            let group = try store.createGroup(["directory_id": .string(directory.id), "name": "G"])
            let user = try store.createUser(["directory_id": .string(directory.id), "first_name": "A"])
            try store.addMembership(group: group.id, user: user.id)
            _ = try store.updateUser(user.id, ["first_name": "B", "custom_attributes": ["k": 1]])
            _ = try store.updateGroup(group.id, ["name": "H"])
            try store.removeMembership(group: group.id, user: user.id)
            try store.deleteUser(user.id)
            try store.deleteGroup(group.id)
            try store.removeDirectory(directory.id)
        }
        #expect(
            events.map(\.name) == [
                "dsync.activated", "dsync.group.created", "dsync.user.created", "dsync.group.user_added",
                "dsync.user.updated", "dsync.group.updated", "dsync.group.user_removed", "dsync.user.deleted",
                "dsync.group.deleted", "dsync.deleted",
            ]
        )
        #expect(events[0].data["state"] == "active")
        #expect(events[0].data["domains"]?.array?.first?.object?["domain"] == "d.example")
        #expect(events[2].data["groups"] == nil)
        #expect(events[3].data["user"]?.object?["first_name"] == "A")
        #expect(events[4].data["previous_attributes"] == ["first_name": "A", "custom_attributes": ["k": nil]])
        #expect(events[5].data["previous_attributes"] == ["name": "G"])
        #expect(events[9].data["external_key"] == nil)
    }

    @Test func deletingADirectoryIsOneEventWithTheStateBefore() async throws {
        let events = try await recorded { store in
            let directory = try store.createDirectory(["state": "unlinked"])
            _ = try store.createUser(["directory_id": .string(directory.id)])
            let deleted = try store.beginDeletion(of: directory.id)
            #expect(directory.state == "deleting")
            try store.removeDirectory(directory.id, state: deleted.state, sequence: deleted.row)
            #expect(store.usersById.isEmpty)
        }
        #expect(events.map(\.name) == ["dsync.user.created", "dsync.deleted"])
        #expect(events[1].data["state"] == "inactive")
    }

    @Test func eventsAreToldOfInTheirOrder() async throws {
        let told = Mutex<[String]>([])
        let store = Store(onEvent: { event in told.withLock { $0.append(event.id) } })
        try await store.run { store in
            try store.seed()
            _ = try store.emit(["event": "a.b"])
            _ = try store.repeatEvent(store.events[7].id)
        }
        let ids = await store.events.map(\.id)
        #expect(told.withLock { $0 } == ids + [ids[7]])
    }
}

extension Store {
    fileprivate func run<Result: Sendable>(_ body: @Sendable (isolated Store) throws -> Result) rethrows -> Result {
        try body(self)
    }
}
