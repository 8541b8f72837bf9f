import ArgumentParser
import CommandSupport

/// Prints the mirror's state, for people and monitoring.
struct MirrorStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show the age of the file's content, its size, and the last error.",
        usage: "workosds mirror status --database <file> [--max-age <seconds>] [--json]",
        discussion: """
            EXIT STATUS:
                0  healthy
                1  the last run failed, a removal is held, a directory could not be listed, the last success is \
            longer ago than --max-age, or in the future
                2  there is no complete content yet
               74  the file does not exist, or is not a mirror
            """)

    @OptionGroup var file: DatabaseOption

    @Option(help: ArgumentHelp("The maximum age of the last success.", valueName: "seconds"))
    var maxAge: DecimalNumber = 900.0

    @Flag(help: "Write one JSON object.")
    var json = false

    func validate() throws {
        if !(maxAge.value > 0) { throw ValidationError("--max-age must be a number of seconds above 0.") }
        try Self.refuseOptions(of: [MirrorOptions(), ScopeOptions(), ServerOptions()], behind: "status")
    }

    func run() throws {
        let path = try file.path()
        var health = MirrorReport.Health.healthy
        try MirrorFailure.reported(path) {
            let store = try OpenedMirror(path).store
            let report = try store.reading { try MirrorReport(store) }
            health = report.health(maxAge: maxAge.value)
            print(json ? report.json(maxAge: maxAge.value) : report.text(maxAge: maxAge.value), terminator: "")
        }
        if health != .healthy { throw ExitCode(health.exitCode) }
    }
}
