/// The endpoints of the API.
struct Router: Sendable {
    private let store: Store
    private let options: Options
    private let limiter: RateLimiter?

    init(store: Store, options: Options) {
        self.store = store
        self.options = options
        limiter = options.rateLimit.map { RateLimiter($0, rate: options.rate) }
    }

    func answer(_ request: Request) async -> Answer {
        do {
            return try await route(request)
        } catch {
            return Answer(error)
        }
    }

    private func route(_ request: Request) async throws(Problem) -> Answer {
        guard let segments = request.segments else { throw .message(400, "The path is not validly encoded.") }
        switch (request.method, segments.count, segments.first) {
        case ("GET", 1, "directories"): return try await list(request, listDirectories)
        case ("GET", 1, "directory_groups"): return try await list(request, listGroups)
        case ("GET", 1, "directory_users"): return try await list(request, listUsers)
        case ("GET", 1, "events"): return try await list(request, listEvents)
        case ("GET", 2, "directories"):
            try authorize(request)
            return Answer(body: try await store.directory(segments[1]))
        case ("GET", 2, "directory_groups"):
            try authorize(request)
            return Answer(body: try await store.group(segments[1]))
        case ("GET", 2, "directory_users"):
            try authorize(request)
            return Answer(body: try await store.user(segments[1]))
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

    private func list(
        _ request: Request,
        _ answer: (Request, ListQuery) async throws(Problem) -> Answer
    ) async throws(Problem) -> Answer {
        try authorize(request)
        let result = try await answer(request, try ListQuery(request))
        if options.pageDelay > 0 { try? await Task.sleep(for: .milliseconds(options.pageDelay)) }
        return result
    }

    private func listDirectories(_ request: Request, _ query: ListQuery) async throws(Problem) -> Answer {
        let filter = Store.DirectoryFilter(
            organization: request.query("organization_id"),
            search: request.query("search"),
            domain: request.query("domain")
        )
        return Answer(body: try await store.listDirectories(filter, query))
    }

    private func listGroups(_ request: Request, _ query: ListQuery) async throws(Problem) -> Answer {
        let (directory, user) = (request.filter("directory"), request.filter("user"))
        guard directory != nil || user != nil else { throw .missing("directory", or: "user") }
        return Answer(body: try await store.listGroups(directory: directory, user: user, query))
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
        if let limiter, let directory = try await store.directoryOfUsers(filter), !limiter.admits(directory) {
            return rateLimited
        }
        return Answer(body: try await store.listUsers(filter, query))
    }

    private func listEvents(_ request: Request, _ query: ListQuery) async throws(Problem) -> Answer {
        Answer(body: try await store.listEvents(try EventFilter(request), query))
    }

    /// The whole body is a JSON string.
    private var rateLimited: Answer {
        var answer = Answer(status: 429, body: Array(#""Ratelimited""#.utf8))
        if let seconds = options.retryAfter { answer[header: "Retry-After"] = String(seconds) }
        return answer
    }

    private func deleteDirectory(_ id: String) async throws(Problem) -> Answer {
        let deleted = try await store.beginDeletion(of: id)
        Task { [store, options] in
            try? await Task.sleep(for: .milliseconds(options.deleteDelay))
            try? await store.removeDirectory(id, state: deleted.state, sequence: deleted.row, by: .apiKey)
        }
        return Answer(status: 202, body: Array("Accepted".utf8), contentType: "text/plain; charset=utf-8")
    }
}

extension Request {
    /// A filter that is there but empty is as good as none.
    fileprivate func filter(_ name: String) -> String? {
        query(name).flatMap { $0.isEmpty ? nil : $0 }
    }
}
