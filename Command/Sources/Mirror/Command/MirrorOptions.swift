import ArgumentParser

/// The options of a run.
struct MirrorOptions: ParsableArguments {
    @Flag(help: "Run until SIGTERM, polling events every --poll seconds. SIGHUP lists everything at once.")
    var watch = false

    @Option(
        help: ArgumentHelp("Seconds between two requests for events, varied randomly by a fifth.", valueName: "seconds")
    )
    var poll: DecimalNumber = 30.0

    @Flag(help: "Print what would change, as lines of JSON like those of `mirror changes`, and change nothing.")
    var dryRun = false

    @Flag(help: "List everything now.")
    var reconcile = false

    @Option(
        help: ArgumentHelp(
            """
            List everything when the last listing is this many seconds old, with or without --watch; 0 for never.
            """, valueName: "seconds"))
    var reconcileEvery: DecimalNumber = 21_600.0

    @Option(
        help: ArgumentHelp(
            """
            Hold a removal of more than this percentage of a directory's users, groups or memberships by a listing, if \
            it is also more than --max-removal-count. Removals explained by events do not count.
            """, valueName: "percentage"))
    var maxRemoval: DecimalNumber = 20.0

    @Option(help: ArgumentHelp("The minimum number for --max-removal.", valueName: "number"))
    var maxRemovalCount = 10

    @Option(
        help: ArgumentHelp(
            """
            How long the API may hold events back. A run waits this long for events that explain a removal before it \
            exits with the removal held.
            """, valueName: "seconds"))
    var holdBack: DecimalNumber = 6.0

    @Option(
        help: ArgumentHelp(
            """
            Hold events that would delete more than this percentage of a directory's users, if it is also more than \
            --max-removal-count. A run with a higher limit, or without one, applies held events. (default: no \
            limit)
            """, valueName: "percentage"))
    var maxEventRemoval: DecimalNumber?

    @Flag(
        help: """
            Carry out the removal that the last run held, in the directories that it listed and at most as many rows as \
            it counted. Not with --watch.
            """)
    var confirmRemoval = false

    @Option(
        help: """
            How memberships are listed: by groups, by users, or auto for the faster of the two; or records, from the \
            users' records, which contain groups only for teams created before May 2026.
            """)
    var memberships = MembershipStrategy.automatic

    @Option(
        help: ArgumentHelp(
            """
            The most requests in 60 seconds, retries included, of all workers on the database together. The API allows \
            6000 for a key. (default: 4800)
            """, valueName: "number"))
    var maxRequestsPerMinute: Int?

    @Option(help: ArgumentHelp("How many days rows of `changes` are kept; inf for no limit.", valueName: "days"))
    var keepChanges: DecimalNumber = 90.0

    @Option(help: "The format of each cycle's line: text or json.")
    var log = CycleLog.Form.text

    @Option(
        help: ArgumentHelp(
            "Write metrics for Prometheus to this file after each cycle, for example for node_exporter.",
            valueName: "file"), completion: .file())
    var metricsFile: String?

    @Option(
        help: ArgumentHelp(
            """
            The permissions of the file and of those beside it, in octal. By default a new file gets 0600, and those of an \
            existing one do not change.
            """, valueName: "octal"))
    var mode: FileMode?

    func validate() throws {
        if !(0.1...86_400).contains(poll.value) { throw ValidationError("--poll must be 0.1 to 86400 seconds.") }
        if !(reconcileEvery.value == 0 || reconcileEvery.value >= 1) {
            throw ValidationError("--reconcile-every must be 0, or at least 1 second.")
        }
        if !(0...100).contains(maxRemoval.value) {
            throw ValidationError("--max-removal must be a percentage, 0 to 100.")
        }
        if maxRemovalCount < 0 { throw ValidationError("--max-removal-count must be at least 0.") }
        if let maxEventRemoval, !(0...100).contains(maxEventRemoval.value) {
            throw ValidationError("--max-event-removal must be a percentage, 0 to 100.")
        }
        if !(0...600).contains(holdBack.value) { throw ValidationError("--hold-back must be 0 to 600 seconds.") }
        if let maxRequestsPerMinute, maxRequestsPerMinute < 1 {
            throw ValidationError("--max-requests-per-minute must be at least 1.")
        }
        if !(keepChanges.value > 0) {
            throw ValidationError("--keep-changes must be a number of days above 0, or inf.")
        }
        if watch && confirmRemoval {
            throw ValidationError(
                "--confirm-removal cannot be used with --watch: run it once, then start --watch again.")
        }
        if watch && dryRun { throw ValidationError("--dry-run cannot be used with --watch: it is a single cycle.") }
        if metricsFile == "" { throw ValidationError("--metrics-file needs a file name.") }
    }
}

/// Permission bits, written in octal.
struct FileMode: ExpressibleByArgument {
    let bits: UInt32

    /// The owner must be able to read and write the file; it is not executable.
    init?(argument: String) {
        guard !argument.isEmpty, argument.utf8.count <= 4, let bits = UInt32(argument, radix: 8),
            bits & ~0o666 == 0, bits & 0o600 == 0o600
        else { return nil }
        self.bits = bits
    }

    init(bits: UInt32) { self.bits = bits }
}

extension MembershipStrategy: ExpressibleByArgument {}
extension CycleLog.Form: ExpressibleByArgument {}
