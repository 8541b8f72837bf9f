import Synchronization
import WorkOSDirectorySync

/// What is noted of the attempts at requests.
final class AttemptNotes: Sendable {
    private let notes = Mutex<[String]>([])

    var json: String { JSON.array(notes.withLock { $0 }) }

    /// `names`: of the headers to note.
    func add(_ attempt: Attempt, headers names: [String]) {
        let headers = names.map { ($0, JSON.text(attempt.headers[$0])) }
        let (seconds, attoseconds) = attempt.paced.components
        let note = JSON.object([
            ("number", JSON.number(attempt.number)),
            ("paced_ms", JSON.number(seconds * 1000 + attoseconds / 1_000_000_000_000_000)),
            ("headers", JSON.object(headers)),
        ])
        notes.withLock { $0.append(note) }
    }
}

extension Command {
    /// The client of the command: one that is derived from another, if the row says so.
    func client(_ attempts: AttemptNotes) throws -> Client {
        var given = ClientOptions()
        given.baseURL = url
        given.noProxy = "*"
        given.requestTimeout = .limit(.seconds(10))
        given.maxRetries = 0
        given.directoryUserPace = .unlimited
        given.looksAhead = false
        if let observe { given.onAttempt = { attempts.add($0, headers: observe) } }
        options.fill(&given)
        let client = try Client(key: apiKey, options: given)
        guard let derived else { return client }
        var differing = ClientOptions()
        derived.fill(&differing)
        return try client.with(differing, key: derived.apiKey)
    }
}
