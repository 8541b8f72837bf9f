import ArgumentParser
import CommandSupport
import WorkOSDirectorySync

/// Runs `workosds mirror` with its arguments.
struct MirrorRun {
    let path: String
    let options: MirrorOptions
    let scope: ScopeOptions
    let server: ServerOptions

    /// Longer than any useful retention, but still a valid date as text.
    private static let longestKept = 1e6 * 86_400

    /// At least a second, because a listing has other work than polling events.
    private static let shortestInterval = 1.0

    private var settings: MirrorSettings {
        let kept = options.keepChanges.value * 86_400
        return MirrorSettings(
            scope: scope.scope,
            memberships: options.memberships,
            rates: rates,
            guardLimits: RemovalLimits(
                percent: options.maxRemoval.value, count: options.maxRemovalCount,
                eventPercent: options.maxEventRemoval?.value),
            holdBack: options.holdBack.value,
            confirmsRemoval: options.confirmRemoval,
            reconciles: options.reconcile,
            reconcileEvery: options.reconcileEvery.value == 0 ? nil : options.reconcileEvery.value,
            watches: options.watch,
            eventInterval: min(max(options.poll.value, Self.shortestInterval), MirrorSettings.longestEventInterval),
            keepsChanges: kept < Self.longestKept ? kept : nil)
    }

    private var rates: RequestRates {
        let usual = server.unpaced ? RequestRates.unlimited : .allowed
        let overall = options.maxRequestsPerMinute.map { Double($0) / 60 }
        return RequestRates(users: usual.users, overall: overall ?? usual.overall)
    }

    func run() throws {
        try MirrorFailure.reported(path) {
            if options.dryRun {
                try rehearse()
            } else if PostgreSQLAddress.isOne(path) {
                try mirrorIntoServer()
            } else {
                try mirrorIntoFile()
            }
        }
    }

    private func mirrorIntoFile() throws {
        // First, so that no file is created without a client.
        let requests = RequestStatistics()
        let client = try server.client(requests)
        let signals = try SignalPipe()
        let file = try DatabaseFile(path)
        try MirrorFile.refuseForeign(file)
        let lock = try FileLock(file, mode: options.mode?.bits)
        try withExtendedLifetime(lock) {
            let service = ServiceManager()
            let store = try MirrorFile.open(file.path) {
                // Notifies the watchdog during long statements too.
                service?.signOfLife(now: MonotonicClock.now)
                return signals.isStopping()
            }
            defer {
                store.checkpoint()
                store.close()
            }
            let session = MirrorSession(
                store, settings, client, requests, server, WorkLoop(store, signals, service),
                CycleLog(form: options.log), service, options.metricsFile.map(MetricsFile.init))
            session.beforeCycle = { _ in
                try file.check(lock.identity)
                return true
            }
            try session.run(poll: options.watch ? options.poll.value : nil)
        }
    }

    private func mirrorIntoServer() throws {
        if options.mode != nil {
            throw MirrorError.usage("--mode is for a SQLite file, and not for a server's database")
        }
        let requests = RequestStatistics()
        let client = try server.client(requests)
        let signals = try SignalPipe()
        let service = ServiceManager()
        let store = try PostgreSQLMirror.open(PostgreSQLAddress(path)) {
            service?.signOfLife(now: MonotonicClock.now)
            return signals.isStopping()
        }
        defer { store.close() }
        if server.unpaced { store.handoverPause = 0 }
        let loop = WorkLoop(store, signals, service)
        let log = CycleLog(form: options.log)
        let session = MirrorSession(
            store, settings, client, requests, server, loop, log, service,
            options.metricsFile.map(MetricsFile.init))
        loop.repeat(every: Lease.interval) {
            try store.keepLeases()
            session.pace.sharers = store.workerCount
        }
        let worker = Worker(store, settings, server, requests, log)
        session.beforeCycle = { try worker.waitForLease($0) }
        try session.run(poll: options.watch ? options.poll.value : nil)
    }

    /// Runs on a copy and prints its changes.
    private func rehearse() throws {
        let signals = try SignalPipe()
        let output = FeedOutput(signals: signals)
        let original = try OpenedMirror.ifThere(path, stopping: signals.isStopping)
        let rehearsal = try Rehearsal(of: original?.store)
        defer { rehearsal.remove() }
        var settings = settings
        settings.keepsChanges = nil
        let log = CycleLog(form: options.log, isAside: true)
        try rehearsal.cycle(settings, server, signals, log, isWhole: false) { try output.write(ChangeFeed.line($0)) }
    }
}
