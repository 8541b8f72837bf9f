import CommandSupport
import WorkOSDirectorySync

/// The cycles of a process: one, or many in sequence.
final class MirrorSession {
    private let store: any Store
    private let settings: MirrorSettings
    private let server: ServerOptions
    private let loop: WorkLoop
    private let log: CycleLog?
    private let service: ServiceManager?
    private let metrics: MetricsFile?
    private let requests: RequestStatistics
    let pace: Pace
    private var client: Client
    /// Whether the file belongs to the key's environment; nil if not checked with this key yet.
    private var environment: Environment?
    private var isScopeChecked = false
    private var pauses = Pauses()
    /// Throws if this process must not write the database any more. Returns false to skip the cycle, after SIGHUP.
    var beforeCycle: (MirrorContext) throws -> Bool = { _ in true }

    init(
        _ store: any Store, _ settings: MirrorSettings, _ client: Client,
        _ requests: RequestStatistics, _ server: ServerOptions, _ loop: WorkLoop, _ log: CycleLog?,
        _ service: ServiceManager? = nil,
        _ metrics: MetricsFile? = nil
    ) {
        self.store = store
        self.settings = settings
        self.server = server
        self.loop = loop
        self.log = log
        self.service = service
        self.metrics = metrics
        self.client = client
        self.requests = requests
        let rate = settings.rates.overall
        pace = Pace(rate: rate, burst: rate, requests, now: MonotonicClock.now)
    }

    /// - Parameter poll: seconds between two cycles; nil for a single cycle.
    func run(poll: Double?) throws {
        service?.ready()
        defer { service?.stopping() }
        do {
            guard let poll else {
                _ = try cycle(isAsked: settings.reconciles)
                return
            }
            try watch(poll)
        } catch MirrorError.stopped {
            // Keeps the data listed so far, unless an interrupted statement has rolled it back.
            do { try store.commit() } catch { store.rollback() }
            if poll == nil { throw MirrorError.stopped }
        }
    }

    private func watch(_ poll: Double) throws {
        var isAsked = settings.reconciles
        while true {
            var hasRun = true
            do {
                hasRun = try cycle(isAsked: isAsked)
                pauses.succeeded()
                isAsked = false
            } catch  where MirrorFailure.isPassing(error) {
                if let error = error as? any StoreError, error.needsNoPause { continue }
                pauses.failed()
            }
            try loop.sleep(until: MonotonicClock.now + pauses.next(poll) * .random(in: 0.8...1.2))
            if loop.takeReload() {
                isAsked = hasRun
                try reload()
            }
        }
    }

    /// If the new key cannot be read, the old one stays in use.
    private func reload() throws {
        do {
            client = try server.client(requests)
            environment = nil
        } catch {
            log?.write(problem: "the new API key cannot be used: \(MirrorFailure(error).text)")
        }
    }

    /// Returns whether there was one.
    private func cycle(isAsked: Bool) throws -> Bool {
        let sent = requests.total
        let began = MonotonicClock.now
        var result: Mirror.Result?
        func ended(_ failure: MirrorFailure?) {
            let entry = CycleLog.Entry(
                requests: requests.total - sent, seconds: MonotonicClock.now - began, result: result, failure: failure)
            writeMetrics()
            service?.status(CycleLog.text(entry))
            log?.write(entry)
        }
        let context = MirrorContext(client, store, loop, pace, settings)
        do {
            guard try beforeCycle(context) else { return false }
        } catch MirrorError.stopped {
            throw MirrorError.stopped
        } catch {
            ended(MirrorFailure(error, store.name))
            throw error
        }
        do {
            try checkEnvironment(context)
            try checkScope()
            result = try Mirror(context).cycle(isAsked: isAsked)
            if let problem = result?.problem { throw problem }
            try store.begin()
            try store.cycleEnded(at: .now, error: nil)
            try store.commit()
            ended(nil)
            return true
        } catch MirrorError.stopped {
            throw MirrorError.stopped
        } catch {
            let failure = MirrorFailure(error, store.name)
            note(error, failure.text)
            ended(failure)
            throw error
        }
    }

    private func checkScope() throws {
        if isScopeChecked { return }
        try ScopeChange(store: store).apply(settings.scope)
        isScopeChecked = true
    }

    private func checkEnvironment(_ context: MirrorContext) throws {
        guard environment == nil else { return }
        let current = try Environment(context, baseURL: server.baseURL, key: server.key())
        do {
            try current.check()
        } catch MirrorError.configuration(let text) {
            throw MirrorError.configuration("\(store.name): \(text)")
        }
        environment = current
    }

    /// Stores the error for `status`. Keeps pages listed before it, unless it is a database error.
    private func note(_ error: any Error, _ text: String) {
        do {
            if error is any StoreError { store.rollback() }
            try store.begin()
            try store.cycleEnded(at: .now, error: text)
            try store.commit()
        } catch {
            store.rollback()
        }
    }

    private func writeMetrics() {
        guard let metrics else { return }
        do {
            try metrics.write(MirrorReport(store).metrics(requests))
        } catch {
            log?.write(problem: MirrorFailure(error).text)
        }
    }
}

/// The wait after a cycle, which grows with consecutive failures.
struct Pauses {
    private static let longest = 600.0

    private var failures = 0

    mutating func succeeded() { failures = 0 }

    mutating func failed() { failures += 1 }

    func next(_ poll: Double) -> Double {
        guard failures > 1 else { return poll }
        return min(poll * Double(1 << min(failures - 1, 10)), max(poll, Self.longest))
    }
}
