import CommandSupport
import DirectorySync
import GRDB

/// The cycles of a process: one, or one after the other.
final class MirrorSession {
    /// After failures that follow one another the pauses grow up to this.
    private static let longestPause = 600.0

    private let store: MirrorStore
    private let settings: MirrorSettings
    private let server: ServerOptions
    private let loop: WorkLoop
    private let log: CycleLog
    private let requests = RequestCount()
    private var client: Client

    init(
        _ store: MirrorStore, _ settings: MirrorSettings, _ server: ServerOptions, _ loop: WorkLoop,
        _ log: CycleLog
    ) throws {
        self.store = store
        self.settings = settings
        self.server = server
        self.loop = loop
        self.log = log
        client = try server.client(requests)
    }

    /// - Parameter poll: seconds between two cycles; nil: there is one.
    func run(poll: Double?) throws {
        defer { store.tidy() }
        do {
            guard let poll else { return try cycle(isAsked: settings.reconciles) }
            try watch(poll)
        } catch MirrorError.stopped {
            // What was listed so far is worth keeping.
            try store.commit()
            if poll == nil { throw MirrorError.stopped }
        }
    }

    private func watch(_ poll: Double) throws {
        var isAsked = settings.reconciles
        var failures = 0
        while true {
            do {
                try cycle(isAsked: isAsked)
                failures = 0
                isAsked = false
            } catch  where isPassing(error) {
                failures += 1
            }
            let longest = max(poll, Self.longestPause)
            let pause = failures > 1 ? min(poll * Double(1 << min(failures - 1, 10)), longest) : poll
            try loop.sleep(until: MonotonicClock.now + pause * .random(in: 0.8...1.2))
            if loop.takeReload() {
                isAsked = true
                try reload()
            }
        }
    }

    /// A key that cannot be read leaves the one that was.
    private func reload() throws {
        do {
            client = try server.client(requests)
        } catch {
            log.failed("the new API key cannot be used: \(MirrorFailure(error).text)", requests: 0, seconds: 0)
        }
    }

    /// Another try may well succeed: someone may put the key, the API or the network right.
    private func isPassing(_ error: any Error) -> Bool {
        switch error {
        case is APIError: true
        case MirrorError.incomplete, MirrorError.unusableAnswer: true
        default: false
        }
    }

    private func cycle(isAsked: Bool) throws {
        _ = requests.take()
        let began = MonotonicClock.now
        do {
            let result = try Mirror(store, client, settings, loop).cycle(isAsked: isAsked)
            try store.begin()
            try store.cycleEnded(at: .now, error: nil)
            try store.commit()
            log.ended(result, requests: requests.take(), seconds: MonotonicClock.now - began)
        } catch MirrorError.stopped {
            throw MirrorError.stopped
        } catch {
            let text = MirrorFailure(error).text
            note(error, text)
            log.failed(text, requests: requests.take(), seconds: MonotonicClock.now - began)
            throw error
        }
    }

    /// For `status`; pages that were listed before the error are kept, what a database error left is not.
    private func note(_ error: any Error, _ text: String) {
        do {
            if error is DatabaseError { store.rollback() }
            try store.begin()
            try store.cycleEnded(at: .now, error: text)
            try store.commit()
        } catch {
            store.rollback()
        }
    }
}
