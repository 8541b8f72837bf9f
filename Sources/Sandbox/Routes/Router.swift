/// The endpoints of the API.
struct Router: Sendable {
    private let store: Store
    private let behaviors: BehaviorControl
    private let limiter = RateLimiter()

    init(store: Store, behaviors: BehaviorControl) {
        self.store = store
        self.behaviors = behaviors
    }

    func answer(_ request: Request) async -> Answer {
        do {
            return try await route(request)
        } catch {
            return Answer(error)
        }
    }

    private func route(_ request: Request) async throws(Problem) -> Answer {
        guard let segments = request.segments else { throw .message(400, "The path has an invalid percent-encoding.") }
        try await refuseForbidden(request, segments)
        switch (request.method, segments.count, segments.first) {
        case ("GET", 1, "directories"): return try await list(request, listDirectories)
        case ("GET", 1, "directory_groups"): return try await list(request, listGroups)
        case ("GET", 1, "directory_users"): return try await list(request, listUsers)
        case ("GET", 1, "events"): return try await listEvents(request)
        case ("GET", 2, "directories"):
            try authorize(request)
            return Answer(body: try await store.reader().directory(segments[1]))
        case ("GET", 2, "directory_groups"):
            try authorize(request)
            return Answer(body: try await store.reader().group(segments[1]))
        case ("GET", 2, "directory_users"):
            try authorize(request)
            return Answer(body: try await store.reader().user(segments[1]))
        case ("DELETE", 2, "directories"):
            try authorize(request)
            return try await deleteDirectory(segments[1])
        case ("POST", 3, "directories") where segments[2] == "sync":
            try authorize(request)
            try await store.requestSync(of: segments[1])
            return Answer(status: 202, ["status": "queued"])
        default: throw .noRoute
        }
    }

    private func authorize(_ request: Request) throws(Problem) {
        switch Credential(request) {
        case .right: break
        case .forbidden: throw .forbidden
        case .missing, .wrong: throw .unauthorized
        }
    }

    /// Rejects requests for directories that the control API has made inaccessible.
    private func refuseForbidden(_ request: Request, _ segments: [String]) async throws(Problem) {
        let forbidden = behaviors.current.forbiddenDirectories
        guard !forbidden.isEmpty, Credential(request) == .right else { return }
        var subjects = Subjects(
            directory: request.filter("directory"),
            group: request.filter("group"),
            user: request.filter("user")
        )
        if segments.count > 1 {
            switch segments[0] {
            case "directories": subjects.directory = segments[1]
            case "directory_groups": subjects.group = segments[1]
            case "directory_users": subjects.user = segments[1]
            default: break
            }
        }
        guard await store.directoryIds(of: subjects).isDisjoint(with: forbidden) else { throw .forbidden }
    }

    private func list(
        _ request: Request,
        _ answer: (Request, ListQuery) async throws(Problem) -> Answer
    ) async throws(Problem) -> Answer {
        try authorize(request)
        let query = try ListQuery(request, hasOldCursors: behaviors.current.hasOldCursors)
        let result = try await answer(request, query)
        await delayPage()
        return result
    }

    private func delayPage() async {
        let delay = behaviors.current.pageDelay
        if delay > 0 { try? await Task.sleep(for: .milliseconds(delay)) }
    }

    private func listDirectories(_ request: Request, _ query: ListQuery) async throws(Problem) -> Answer {
        let filter = Store.DirectoryFilter(
            organization: request.query("organization_id"),
            search: request.query("search"),
            domain: request.query("domain")
        )
        return Answer(body: try await store.reader().listDirectories(filter, query))
    }

    private func listGroups(_ request: Request, _ query: ListQuery) async throws(Problem) -> Answer {
        let (directory, user) = (request.filter("directory"), request.filter("user"))
        guard directory != nil || user != nil else { throw .missing("directory", or: "user") }
        return Answer(body: try await store.reader().listGroups(directory: directory, user: user, query))
    }

    private func listUsers(_ request: Request, _ query: ListQuery) async throws(Problem) -> Answer {
        let filter = Store.UserFilter(
            directory: request.filter("directory"),
            group: request.filter("group"),
            idpId: request.query("idp_id"),
            email: request.query("email")
        )
        guard filter.directory != nil || filter.group != nil else { throw .missing("directory", or: "group") }
        if filter.directory == nil {
            let names = ["idp_id", "email"].filter { request.query($0) != nil }
            guard names.isEmpty else {
                throw .invalid(names.map { .init($0, #"\#($0) requires the "directory" parameter."#) })
            }
        }
        let behavior = behaviors.current
        if let limit = behavior.rateLimit, let directory = try await store.directoryOfUsers(filter),
            !limiter.admits(directory, limit: limit, rate: behavior.rate)
        {
            return Self.rateLimited(retryAfter: behavior.retryAfter)
        }
        return Answer(body: try await store.reader().listUsers(filter, query))
    }

    private func listEvents(_ request: Request) async throws(Problem) -> Answer {
        try authorize(request)
        let result = Answer(
            body: try await store.listEvents(try EventFilter(request), try ListQuery(ofEvents: request)))
        await delayPage()
        return result
    }

    /// The whole body is a JSON string.
    private static func rateLimited(retryAfter: Int?) -> Answer {
        var answer = Answer(status: 429, body: Array(#""Ratelimited""#.utf8))
        if let seconds = retryAfter { answer[header: "Retry-After"] = String(seconds) }
        return answer
    }

    private func deleteDirectory(_ id: String) async throws(Problem) -> Answer {
        let deleted = try await store.beginDeletion(of: id)
        let delay = behaviors.current.deleteDelay
        Task { [store] in
            try? await Task.sleep(for: .milliseconds(delay))
            try? await store.removeDirectory(id, state: deleted.state, sequence: deleted.row, by: .apiKey)
        }
        return Answer(status: 202, body: Array("Accepted".utf8), contentType: "text/plain; charset=utf-8")
    }
}
