/// All objects of the sandbox. An actor, so that each request sees a consistent state.
actor Store {
    /// The organizations are fixed.
    static let organizations = [
        "org_01KEZ0SANDB0XF00C0RP000001", "org_01KEZ0SANDB0XACME000000002", "org_01KEZ0SANDB0XH0SH100000003",
    ]

    var directories: [DirectoryRow] = []
    var directoriesById: [String: DirectoryRow] = [:]
    var groupsById: [String: GroupRow] = [:]
    var usersById: [String: UserRow] = [:]
    /// The order of creation of all objects ever, by kind, for cursors.
    private(set) var sequences: [ObjectKind: [String: Int]] = [:]
    /// All events in order, unchanged by misbehavior.
    private(set) var events: [Event] = []
    /// The index in `events` of each id.
    private(set) var eventPlaces: [String: Int] = [:]
    /// All names that occur in `events`.
    private(set) var eventNames: Set<String> = []
    /// The events as `GET /events` lists them.
    var stream = EventStream()

    /// Serves stale reads.
    var replica: Store?
    /// Changes that the replica has yet to apply.
    var changes: [RowState] = []

    let behaviors: BehaviorControl
    let onEvent: @Sendable (Event) -> Void
    /// The time of the current change, if its request has one.
    private var givenTime: Timestamp?
    /// Misbehavior does not apply to the initial data.
    var isSeeding = false
    private var identifiers = IdentifierSequence(seed: 0x776F_726B_6F73)
    private var duplicateIdentifiers = IdentifierSequence(seed: 0x6475_706C)
    private var sequence = 0
    private var latest = Timestamp(milliseconds: 0)

    /// - Parameter onEvent: called with each event in order; must not block.
    init(behaviors: BehaviorControl = BehaviorControl(), onEvent: @escaping @Sendable (Event) -> Void = { _ in }) {
        self.behaviors = behaviors
        self.onEvent = onEvent
    }

    /// The requested time of a change, or else a time later than the previous change, so that the order by `created_at`
    /// is unambiguous.
    func tick(_ wanted: Timestamp = .now()) -> Timestamp {
        if let givenTime { return givenTime }
        latest = max(wanted, latest + 1)
        return latest
    }

    /// Makes a change as of this time; nil for now.
    func at<Result: Sendable>(
        _ time: Timestamp?,
        _ change: @Sendable (isolated Store) throws(Problem) -> Result
    ) throws(Problem) -> Result {
        givenTime = time
        defer { givenTime = nil }
        return try change(self)
    }

    func makeDuplicateId(at time: Timestamp) -> String {
        duplicateIdentifiers.next("event_", at: time)
    }

    func makeId(_ prefix: String, at time: Timestamp) -> String {
        identifiers.next(prefix, at: time)
    }

    /// The position of a new object in the order of creation.
    func place(_ kind: ObjectKind, _ id: String) -> Int {
        sequence += 1
        place(kind, id, at: sequence)
        return sequence
    }

    func place(_ kind: ObjectKind, _ id: String, at sequence: Int) {
        sequences[kind, default: [:]][id] = sequence
    }

    /// Called for every change to the store's objects.
    func append(_ event: Event) {
        eventPlaces[event.id] = events.count
        eventNames.insert(event.name)
        events.append(event)
        tell(event)
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

    /// The directory of a computed user's id, and the user's number in it.
    func generatedUser(_ id: String) -> (users: any ComputedUsers, number: Int)? {
        guard let users = generatedDirectory(ofUser: id)?.generated else { return nil }
        return users.number(ofId: id).map { (users, $0) }
    }

    func generatedDirectory(ofUser id: String) -> DirectoryRow? {
        directories.first { $0.generated?.number(ofId: id) != nil }
    }

    /// Removes a row from all lists and indexes.
    func detach(_ row: DirectoryRow) {
        directories.remove(row)
        directoriesById[row.id] = nil
        for group in row.groups { groupsById[group.id] = nil }
        for user in row.users { usersById[user.id] = nil }
    }

    func detach(_ row: GroupRow) {
        groupsById[row.id] = nil
        row.directory.groups.remove(row)
        row.directory.forgetText()
        for user in row.users { user.groups.remove(row) }
    }

    func detach(_ row: UserRow) {
        usersById[row.id] = nil
        row.directory.users.remove(row)
        row.directory.forgetText()
        for group in row.groups { group.users.remove(row) }
    }

    /// The id in the request, or a new one.
    func identifier(_ kind: ObjectKind, given: JSON?, at time: Timestamp) throws(Problem) -> String {
        guard let given else { return makeId(kind.prefix, at: time) }
        guard let id = given.string, !id.isEmpty else { throw .invalid([.init("id", "id must be a string.")]) }
        guard sequences[kind]?[id] == nil else {
            throw .message(409, "\(kind.title) '\(id)' exists, or existed.", code: "conflict")
        }
        return id
    }
}
