import ArgumentParser
import CommandSupport
import WorkOSDirectorySync

/// Lists everything and prints the differences of the file.
struct MirrorVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "List everything again and compare it with the file.",
        usage: "workosds mirror verify --database <file> [<options>]",
        discussion: """
            Checks that the file is valid, applies new events to a temporary copy (below TMPDIR), lists everything, and \
            prints the remaining differences as lines of JSON like those of `mirror changes`. The file is not changed, \
            and a mirror can write to it at the same time. Changes at the service during the listing are followed and \
            do not count as differences. The scope (--directory and others) is read from the file. --memberships \
            selects how memberships are listed, as for `workosds mirror`.

            EXIT STATUS:
                0  the file equals the service
                1  it differs: each difference was printed
                2  not everything could be listed
               74  the file is damaged, does not exist, or is not a mirror

            For failures of the API see workosds --help.
            """)

    @OptionGroup var file: DatabaseOption
    @OptionGroup(visibility: .hidden) var options: MirrorOptions
    @OptionGroup(visibility: .hidden) var scope: ScopeOptions
    @OptionGroup var server: ServerOptions

    func validate() throws {
        try Self.refuseOptions(of: [options, scope], behind: "verify", except: ["--memberships"])
    }

    func run() throws {
        let path = try file.path()
        var differences = 0
        try MirrorFailure.reported(path) {
            let signals = try SignalPipe()
            let original = try OpenedMirror(path, stopping: signals.isStopping).store
            if let file = original as? SQLiteStore, let first = try FileCheck(store: file).problems().first {
                throw MirrorError.damaged(file.name, first)
            }
            var settings = MirrorSettings(
                memberships: options.memberships, rates: server.unpaced ? .unlimited : .allowed)
            settings.scope = try original.storedScope()
            settings.guardLimits = RemovalLimits(percent: 100, count: .max)
            settings.reconciles = true
            let rehearsal = try Rehearsal(of: original)
            defer { rehearsal.remove() }
            try rehearsal.markForeignWrites()
            let output = FeedOutput(signals: signals)
            do {
                try rehearsal.cycle(settings, server, signals, nil, isWhole: true) { row in
                    guard row.text("source") != Cause.event else { return }
                    differences += 1
                    try output.write(ChangeFeed.line(row))
                }
            } catch let error as MirrorError where error.endsCycleWell {
                throw MirrorError.unverified(error.description)
            }
            let result = differences == 0 ? "equals the service" : "differs from the service: see the lines above"
            MirrorFailure.tell("\(original.name) \(result)")
        }
        if differences > 0 { throw ExitCode(MirrorExit.failed) }
    }
}
