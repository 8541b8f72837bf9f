/// All objects of the sandbox. An actor: requests see one state, and changes come one after the other.
actor Store {
    var directories: [DirectoryRow] = []
    var directoriesById: [String: DirectoryRow] = [:]
    var groupsById: [String: GroupRow] = [:]
    var usersById: [String: UserRow] = [:]
    /// The order of creation of all objects ever, by kind: what cursors refer to.
    private(set) var sequences: [ObjectKind: [String: Int]] = [:]
    private(set) var events: [Event] = []
    /// Where in `events` an id is.
    private(set) var eventPlaces: [String: Int] = [:]
    /// All names that occur in `events`.
    private(set) var eventNames: Set<String> = []

    let syncCooldown: Int64
    let onEvent: @Sendable (Event) -> Void
    private var identifiers = IdentifierSequence(seed: 0x776F_726B_6F73)
    private var sequence = 0
    private var latest = Timestamp(milliseconds: 0)

    /// - Parameters:
    ///   - syncCooldown: milliseconds between two requests to sync one directory.
    ///   - onEvent: called with each event in its turn; must not wait for anything.
    init(syncCooldown: Int64 = 300_000, onEvent: @escaping @Sendable (Event) -> Void = { _ in }) {
        self.syncCooldown = syncCooldown
        self.onEvent = onEvent
    }

    /// The time of a change: always later than the one before, so that the order by `created_at` is unambiguous.
    func tick(_ wanted: Timestamp = .now()) -> Timestamp {
        latest = max(wanted, latest + 1)
        return latest
    }

    func makeId(_ prefix: String, at time: Timestamp) -> String {
        identifiers.next(prefix, at: time)
    }

    /// The place of a new object in the order of creation.
    func place(_ kind: ObjectKind, _ id: String) -> Int {
        sequence += 1
        sequences[kind, default: [:]][id] = sequence
        return sequence
    }

    /// Everything that changes the store's objects comes by here.
    func append(_ event: Event) {
        eventPlaces[event.id] = events.count
        eventNames.insert(event.name)
        events.append(event)
        onEvent(event)
    }

    func directoryRow(_ id: String) throws(Problem) -> DirectoryRow {
        guard let row = directoriesById[id] else { throw .unknown(.directory, id) }
        return row
    }

    func groupRow(_ id: String) throws(Problem) -> GroupRow {
        guard let row = groupsById[id] else { throw .unknown(.directoryGroup, id) }
        return row
    }

    func userRow(_ id: String) throws(Problem) -> UserRow {
        guard let row = usersById[id] else { throw .unknown(.directoryUser, id) }
        return row
    }

    /// The directory with computed users that a user's id belongs to, and the user's number in it.
    func generatedUser(_ id: String) -> (users: GeneratedUsers, number: Int)? {
        for directory in directories {
            if let users = directory.generated, let number = users.number(ofId: id) { return (users, number) }
        }
        return nil
    }

    /// An id given by the caller, or a new one.
    func identifier(_ kind: ObjectKind, given: JSON?, at time: Timestamp) throws(Problem) -> String {
        guard let given else { return makeId(kind.prefix, at: time) }
        guard let id = given.string, !id.isEmpty else { throw .invalid([.init("id", "id must be a string.")]) }
        guard sequences[kind]?[id] == nil else {
            throw .message(409, "\(kind.title) '\(id)' exists, or existed.", code: "conflict")
        }
        return id
    }
}
