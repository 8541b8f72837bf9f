import ArgumentParser
import DirectorySync
import Glibc
import Mirror

@main
struct Workosds: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workosds",
        abstract: "Directories, groups and users of WorkOS Directory Sync, from the shell.",
        discussion: """
            The API key comes from the environment variable WORKOS_API_KEY or from --api-key-file, never from an \
            argument: other users of the machine can see those. WORKOS_BASE_URL or --base-url names another server.

            On a terminal lists are tables; in a pipe each record is a line of JSON.

            EXIT STATUS:
            \(ExitStatus.help)
            The mirror has some of its own: see its help.
            """,
        version: "workosds \(libraryVersion)",
        subcommands: [
            DirectoriesCommand.self, GroupsCommand.self, UsersCommand.self, EventsCommand.self, WebhookCommand.self,
            TypesCommand.self, MirrorCommand.self,
        ])

    static func main() {
        StandardStreams.prepare()
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            if arguments.contains(where: looksLikeKey) { throw Failure.keyAsArgument }
            var command = try parseAsRoot(arguments)
            try command.run()
        } catch {
            leave(after: error, arguments)
        }
    }

    /// Checked before anything that could repeat an argument in its message.
    private static func looksLikeKey(_ argument: String) -> Bool {
        argument.hasPrefix("sk_") || argument.contains("=sk_")
    }

    /// Says what happened in one line, and ends.
    private static func leave(after error: any Error, _ arguments: [String]) -> Never {
        if let report = Report(error) {
            report.print()
            Glibc.exit(report.exitStatus.code)
        }
        let code = exitCode(for: error)
        if code.isSuccess {
            printAsked(fullMessage(for: error))
        } else if code == .validationFailure {
            let line = message(for: error).split(separator: "\n").joined(separator: " ")
            StandardStreams.printError("\(line) (see: workosds \(subcommands(in: arguments))--help)")
        } else if !(error is ExitCode) {
            StandardStreams.printError("\(error)")
        }
        Glibc.exit(code.rawValue)
    }

    /// Help, a version or a completion script.
    private static func printAsked(_ text: String) {
        do {
            let output = StandardOutput()
            try output.write(Array((text.hasSuffix("\n") ? text : text + "\n").utf8))
            try output.close()
        } catch {
            leave(after: error, [])
        }
    }

    /// "users list ": as much of a command line as names subcommands.
    private static func subcommands(in arguments: [String]) -> String {
        var command: any ParsableCommand.Type = Workosds.self
        var path = ""
        for argument in arguments {
            guard let next = command.configuration.subcommands.first(where: { name(of: $0) == argument }) else { break }
            command = next
            path += argument + " "
        }
        return path
    }

    private static func name(of command: any ParsableCommand.Type) -> String {
        command.configuration.commandName ?? command._commandName
    }
}
