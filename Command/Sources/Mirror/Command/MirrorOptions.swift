import ArgumentParser

/// How a run goes about it.
struct MirrorOptions: ParsableArguments {
    @Flag(help: "Run until SIGTERM: ask for events every --poll seconds. SIGHUP lists everything at once.")
    var watch = false

    @Option(help: ArgumentHelp("Seconds between two requests for events, varied by a fifth.", valueName: "seconds"))
    var poll: DecimalNumber = 30.0

    @Flag(help: "Print what would change, as lines of JSON like those of `mirror changes`, and change nothing.")
    var dryRun = false

    @Flag(help: "List everything now.")
    var reconcile = false

    @Option(
        help: ArgumentHelp(
            """
            List everything when the last listing is this many seconds old, with --watch or without; 0 for never.
            """, valueName: "seconds"))
    var reconcileEvery: DecimalNumber = 21_600.0

    @Option(
        help: ArgumentHelp(
            """
            Hold a listing that would remove more than this share of a directory's users, groups or memberships, if \
            it is more than --max-removal-count as well. What events explain does not count.
            """, valueName: "percentage"))
    var maxRemoval: DecimalNumber = 20.0

    @Option(help: ArgumentHelp("The number for --max-removal.", valueName: "number"))
    var maxRemovalCount = 10

    @Option(
        help: ArgumentHelp(
            """
            How long the API may hold events back. What a listing lacks unexplained waits as long for an event that \
            explains it, before the run ends with the removal held.
            """, valueName: "seconds"))
    var holdBack: DecimalNumber = 6.0

    @Option(
        help: ArgumentHelp(
            """
            Hold events that would delete more than this share of a directory's users, if it is more than \
            --max-removal-count as well. A run with a higher limit, or without one, takes what was held. (default: no \
            limit)
            """, valueName: "percentage"))
    var maxEventRemoval: DecimalNumber?

    @Flag(
        help: """
            Carry out the removal that the last run held: of the directories that it named, and not more than it \
            counted. Not with --watch.
            """)
    var confirmRemoval = false

    @Option(
        help: """
            How memberships are listed: by groups, by users, or auto, whichever takes less time; or records, from the \
            users' own records, which name groups only for teams created before May 2026.
            """)
    var memberships = MembershipStrategy.automatic

    @Option(help: ArgumentHelp("How many days `changes` goes back; inf for ever.", valueName: "days"))
    var keepChanges: DecimalNumber = 90.0

    @Option(help: "The format of the line that each cycle writes: text or json.")
    var log = CycleLog.Form.text

    @Option(
        help: ArgumentHelp(
            "Write metrics for Prometheus to this file after each cycle, for example for node_exporter.",
            valueName: "file"), completion: .file())
    var metricsFile: String?

    @Option(
        help: ArgumentHelp(
            """
            The permissions of the file and of those beside it, in octal. Without this option a new file gets 0600 \
            and an existing one keeps what it has.
            """, valueName: "octal"))
    var mode: FileMode?

    func validate() throws {
        if !(0.1...86_400).contains(poll.value) { throw ValidationError("--poll is 0.1 to 86400 seconds.") }
        if !(reconcileEvery.value == 0 || reconcileEvery.value >= 1) {
            throw ValidationError("--reconcile-every is 0, or at least 1 second.")
        }
        if !(0...100).contains(maxRemoval.value) { throw ValidationError("--max-removal is a percentage, 0 to 100.") }
        if maxRemovalCount < 0 { throw ValidationError("--max-removal-count is a number, at least 0.") }
        if let maxEventRemoval, !(0...100).contains(maxEventRemoval.value) {
            throw ValidationError("--max-event-removal is a percentage, 0 to 100.")
        }
        if !(0...600).contains(holdBack.value) { throw ValidationError("--hold-back is 0 to 600 seconds.") }
        if !(keepChanges.value > 0) {
            throw ValidationError("--keep-changes is a number of days above 0, or inf.")
        }
        if watch && confirmRemoval {
            throw ValidationError(
                "--confirm-removal confirms one removal, once: run it without --watch, and then start --watch again.")
        }
        if watch && dryRun { throw ValidationError("--dry-run is one cycle: it cannot be used with --watch.") }
        if metricsFile == "" { throw ValidationError("--metrics-file needs the name of a file.") }
    }
}

/// Permission bits, written in octal.
struct FileMode: ExpressibleByArgument {
    let bits: UInt32

    /// The owner must be able to use the file; nobody executes it.
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
