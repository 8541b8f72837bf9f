import WorkOSDirectorySync

/// A request that checks the service if events and listings leave a doubt.
enum Subject: Hashable {
    case directory(String)
    case group(String)
    case user(String)
    /// The groups of a user.
    case memberships(user: String)
}

/// What the service said about a subject.
enum Answer {
    case record(Page)
    /// The ids of the groups.
    case groups(Set<String>, askedAt: Moment)
    /// 404: it does not exist, or not yet on a lagging replica.
    case missing
    case failed(APIError)
}

/// Inquiries and their answers. Code that needs an answer that is missing records the inquiry, and is run again after
/// it was sent.
final class Inquiries {
    private let context: MirrorContext
    private var answers: [Subject: Answer] = [:]
    private(set) var open: Set<Subject> = []

    init(_ context: MirrorContext) { self.context = context }

    /// With the answers about these directories.
    convenience init(_ context: MirrorContext, about directories: [String]) throws {
        self.init(context)
        open = Set(directories.map(Subject.directory))
        try ask()
    }

    /// Nil if it was not sent yet; records it.
    func answer(_ subject: Subject) -> Answer? {
        if let answer = answers[subject] { return answer }
        open.insert(subject)
        return nil
    }

    /// Sends all recorded inquiries. Holds no lock while waiting for the service.
    func ask() throws {
        if open.isEmpty { return }
        try context.store.commit()
        let subjects = Array(open)
        open = []
        let askedAt = Moment.now
        var works: [any Work] = []
        var fetches: [(Subject, Fetch)] = []
        for subject in subjects {
            do {
                let fetch = Fetch(try context.source(subject))
                fetches.append((subject, fetch))
                works.append(fetch)
            } catch let error as APIError {
                answers[subject] = .failed(error)
            }
        }
        try context.loop.run(&works)
        for (subject, fetch) in fetches { answers[subject] = try answer(from: fetch, to: subject, askedAt) }
    }

    private func answer(from fetch: Fetch, to subject: Subject, _ askedAt: Moment) throws -> Answer {
        if let error = fetch.error { return error.status == .notFound ? .missing : .failed(error) }
        guard case .memberships = subject else { return fetch.pages.first.map { .record($0) } ?? .missing }
        var groups: Set<String> = []
        for page in fetch.pages { groups.formUnion(try context.store.identifiers(in: page)) }
        return .groups(groups, askedAt: askedAt)
    }
}
