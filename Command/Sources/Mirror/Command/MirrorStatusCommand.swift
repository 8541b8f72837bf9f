import ArgumentParser
import Foundation
import GRDB

/// Says how the mirror is, for a person and for monitoring.
struct MirrorStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Says how old the file's content is, what is in it, and what went wrong last.",
        discussion: """
            EXIT STATUS:
                0  healthy
                1  the last run failed, or the last success is longer ago than --max-age
                2  there is no complete content yet
               74  the file is missing, or no mirror
            """)

    @Option(help: "The SQLite file.", completion: .file())
    var database: String

    @Option(help: ArgumentHelp("How long ago the last success may be.", valueName: "seconds"))
    var maxAge = 900.0

    @Flag(help: "Write one JSON object.")
    var json = false

    func validate() throws {
        if !(maxAge > 0) { throw ValidationError("--max-age is a number of seconds above 0.") }
    }

    func run() throws {
        var health = MirrorReport.Health.healthy
        try MirrorFailure.reported {
            let queue = try MirrorFile.openReadOnly(database)
            let report = try queue.read { try MirrorReport($0, maxAge: maxAge) }
            print(json ? report.json : report.text, terminator: "")
            health = report.health
        }
        if health != .healthy { throw ExitCode(health.exitCode) }
    }
}
