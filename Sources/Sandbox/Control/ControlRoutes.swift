/// `/_sandbox/…`, the control API. It needs no key.
struct ControlRoutes: Sendable {
    let store: Store
    let behaviors: BehaviorControl
    let events: EventRoutes
    let faults: FaultList
    let requests: RequestLog

    func answer(_ request: Request) async -> Answer {
        do {
            return try await route(request)
        } catch {
            return Answer(error)
        }
    }

    private func route(_ request: Request) async throws(Problem) -> Answer {
        let segments = request.segments ?? []
        if let answer = try await events.answer(request, segments) { return answer }
        switch (request.method, segments.count, segments.dropFirst().first) {
        case (_, 2...3, "directories"): return try await objects(.directory, request, id: segments.dropFirst(2).first)
        case (_, 2...3, "groups"): return try await objects(.directoryGroup, request, id: segments.dropFirst(2).first)
        case (_, 2...3, "users"): return try await objects(.directoryUser, request, id: segments.dropFirst(2).first)
        case (_, 2, "memberships"): return try await memberships(request)
        case (_, 2, "behavior"): return try await behavior(request)
        case ("GET", 2, "state"): return Answer(body: try await store.state(ofDirectory: request.filter("directory")))
        case ("POST", 2, "faults"):
            let fault = try Fault(try request.object())
            faults.add(fault)
            return Answer(status: 201, fault.description)
        case ("GET", 2, "faults"): return list(faults.descriptions)
        case ("DELETE", 2, "faults"):
            faults.removeAll()
            return .noContent
        case ("GET", 2, "requests"): return list(requests.descriptions)
        case ("DELETE", 2, "requests"):
            requests.removeAll()
            return .noContent
        default: throw .noRoute
        }
    }

    private func behavior(_ request: Request) async throws(Problem) -> Answer {
        switch request.method {
        case "GET": break
        case "POST":
            let given = try request.object()
            try behaviors.change(redraws: given["seed"] != nil) { behavior throws(Problem) in try behavior.set(given) }
        case "DELETE": behaviors.reset()
        default: throw .noRoute
        }
        await store.prepareReplica()
        return Answer(behaviors.current.description)
    }

    private func objects(_ kind: ObjectKind, _ request: Request, id: String?) async throws(Problem) -> Answer {
        let time = try request.time("at")
        switch (request.method, id) {
        case ("POST", nil):
            let given = try request.object()
            let body = try await store.at(time) { store throws(Problem) in try store.create(kind, given) }
            return Answer(status: 201, body: body)
        case ("PATCH", let id?):
            let given = try request.object()
            return Answer(body: try await store.at(time) { store throws(Problem) in try store.update(kind, id, given) })
        case ("DELETE", let id?):
            try await store.at(time) { store throws(Problem) in try store.delete(kind, id) }
            return .noContent
        default: throw .noRoute
        }
    }

    /// A DELETE may have both ids in its query, because some clients cannot send a body with it.
    private func memberships(_ request: Request) async throws(Problem) -> Answer {
        let body = try request.object()
        guard let group = body["group_id"]?.string ?? request.query("group_id"),
            let user = body["user_id"]?.string ?? request.query("user_id")
        else { throw .invalid([.init("group_id", "group_id and user_id must be strings.")]) }
        let time = try request.time("at")
        switch request.method {
        case "POST":
            try await store.at(time) { store throws(Problem) in try store.addMembership(group: group, user: user) }
            return Answer(status: 201, ["group_id": .string(group), "user_id": .string(user)])
        case "DELETE":
            try await store.at(time) { store throws(Problem) in try store.removeMembership(group: group, user: user) }
            return .noContent
        default: throw .noRoute
        }
    }

    private func list(_ objects: [JSONObject]) -> Answer {
        Answer(["object": "list", "data": .array(objects.map(JSON.object))])
    }
}

extension Store {
    fileprivate func create(_ kind: ObjectKind, _ given: JSONObject) throws(Problem) -> [UInt8] {
        switch kind {
        case .directory: try createDirectory(given).text
        case .directoryGroup: try createGroup(given).text
        case .directoryUser: try createUser(given).text
        }
    }

    fileprivate func update(_ kind: ObjectKind, _ id: String, _ changes: JSONObject) throws(Problem) -> [UInt8] {
        switch kind {
        case .directory: try updateDirectory(id, changes).text
        case .directoryGroup: try updateGroup(id, changes).text
        case .directoryUser: try updateUser(id, changes).text
        }
    }

    fileprivate func delete(_ kind: ObjectKind, _ id: String) throws(Problem) {
        switch kind {
        case .directory: try removeDirectory(id)
        case .directoryGroup: try deleteGroup(id)
        case .directoryUser: try deleteUser(id)
        }
    }
}
