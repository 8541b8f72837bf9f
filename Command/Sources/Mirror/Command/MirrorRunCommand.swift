import ArgumentParser
import CommandSupport
import DirectorySync
import GRDB

/// Brings the file up to date, once or for ever.
struct MirrorRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Brings the file up to date. (what `mirror` does)")

    @Option(help: "The SQLite file; it is made where there is none.", completion: .file())
    var database: String

    @Flag(help: "Go on until SIGTERM: look for events every --poll seconds. SIGHUP lists everything at once.")
    var watch = false

    @Option(help: "Seconds between two looks for events, varied by a fifth either way.")
    var poll = 30.0

    @Option(
        help: ArgumentHelp(
            "List everything when the last time is this many seconds ago. (default: 21600 with --watch, else never)",
            valueName: "seconds"))
    var reconcileEvery: Double?

    @Flag(help: "List everything now.")
    var reconcile = false

    @Option(help: "How much of a directory's users a listing may take away, in percent.")
    var maxRemoval = 20.0

    @Flag(help: "Take away what the listing lacks, however much it is.")
    var confirmRemoval = false

    @Option(
        help: """
            How memberships are listed: by groups, by users, or auto, whichever takes less time; or records, from the \
            users' own records, which tell them only to teams made before May 2026.
            """)
    var memberships = MembershipStrategy.automatic

    @Option(help: "How many days the table `changes` goes back.")
    var keepChanges = 90.0

    @Option(help: "The form of the line that each cycle writes: text or json.")
    var log = CycleLog.Form.text

    @OptionGroup var server: ServerOptions

    func validate() throws {
        if database.isEmpty { throw ValidationError("--database needs a file.") }
        if !(0.1...86_400).contains(poll) { throw ValidationError("--poll is 0.1 to 86400 seconds.") }
        if let reconcileEvery, !(reconcileEvery >= 1) {
            throw ValidationError("--reconcile-every is at least 1 second.")
        }
        if !(0...100).contains(maxRemoval) { throw ValidationError("--max-removal is a percentage, 0 to 100.") }
        if !(keepChanges > 0) { throw ValidationError("--keep-changes is a number of days above 0.") }
    }

    private var settings: MirrorSettings {
        MirrorSettings(
            memberships: memberships,
            rates: server.unpaced ? .unlimited : .allowed,
            maxRemoval: maxRemoval,
            confirmsRemoval: confirmRemoval,
            reconciles: reconcile,
            reconcileEvery: reconcileEvery ?? (watch ? 6 * 3600 : nil),
            keepsChanges: keepChanges * 86_400)
    }

    func run() throws {
        try MirrorFailure.reported {
            let signals = try SignalPipe()
            let path = try FileLock.resolved(database)
            let lock = try FileLock(database: path)
            try withExtendedLifetime(lock) {
                let queue = try MirrorFile.open(path)
                try queue.writeWithoutTransaction { db in
                    let store = MirrorStore(db)
                    let session = try MirrorSession(
                        store, settings, server, WorkLoop(store, signals), CycleLog(form: log))
                    try session.run(poll: watch ? poll : nil)
                }
                try queue.close()
            }
        }
    }
}

extension MembershipStrategy: ExpressibleByArgument {}
extension CycleLog.Form: ExpressibleByArgument {}
