import ArgumentParser
import CommandSupport
import WorkOSDirectorySync

/// What `workosds mirror` does with its arguments.
struct MirrorRun {
    let path: String
    let options: MirrorOptions
    let scope: ScopeOptions
    let server: ServerOptions

    /// Longer than anybody keeps anything, and as text still a date.
    private static let longestKept = 1e6 * 86_400

    /// A second: a listing has more to do than to ask for events.
    private static let shortestInterval = 1.0

    private var settings: MirrorSettings {
        let kept = options.keepChanges.value * 86_400
        return MirrorSettings(
            scope: scope.scope,
            memberships: options.memberships,
            rates: server.unpaced ? .unlimited : .allowed,
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

    func run() throws {
        try MirrorFailure.reported(path) { try options.dryRun ? rehearse() : mirror() }
    }

    private func mirror() throws {
        // First: without a client no file is created.
        let requests = RequestStatistics()
        let client = try server.client(requests)
        let signals = try SignalPipe()
        let file = try DatabaseFile(path)
        try MirrorFile.refuseForeign(file)
        let lock = try FileLock(file, mode: options.mode?.bits)
        try withExtendedLifetime(lock) {
            let service = ServiceManager()
            let store = try MirrorFile.open(file.path) {
                // A long statement is life too.
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
            session.beforeCycle = { try file.check(lock.identity) }
            try session.run(poll: options.watch ? options.poll.value : nil)
        }
    }

    /// On a copy, whose changes are printed.
    private func rehearse() throws {
        let signals = try SignalPipe()
        let output = FeedOutput(signals: signals)
        let file = try DatabaseFile(path)
        let original = file.size.map { $0 > 0 } == true ? try MirrorFile.openReadOnly(file) : nil
        defer { original?.close() }
        original?.shouldStop = signals.isStopping
        let rehearsal = try Rehearsal(of: original)
        defer { rehearsal.remove() }
        var settings = settings
        settings.keepsChanges = nil
        let log = CycleLog(form: options.log, isAside: true)
        try rehearsal.cycle(settings, server, signals, log, isWhole: false) { try output.write(ChangeFeed.line($0)) }
    }
}
