import ArgumentParser
import Glibc
import Mirror
import WorkOSDirectorySync

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
        var arguments: [String] = []
        var isVerbose = false
        do {
            arguments = try Arguments.read()
            var command = try parseAsRoot(arguments)
            isVerbose = (command as? any ConnectedCommand)?.connection.verbose ?? false
            try command.run()
        } catch {
            leave(after: error, arguments, isVerbose: isVerbose)
        }
    }

    /// Says what happened in one line, and ends.
    private static func leave(after error: any Error, _ arguments: [String], isVerbose: Bool = false) -> Never {
        if let report = Report(error) {
            report.print(isVerbose: isVerbose)
            Glibc.exit(report.exitStatus.code)
        }
        let code = exitCode(for: error)
        if code.isSuccess {
            printAsked(fullMessage(for: error))
        } else if code == .validationFailure {
            let (command, path) = command(in: arguments)
            let unknown = UnknownOption.message(in: Array(arguments.dropFirst(path.count)), of: command)
            let line = (unknown ?? message(for: error)).split(separator: "\n").joined(separator: " ")
            StandardStreams.printError("\(line) (see: workosds \((path + ["--help"]).joined(separator: " ")))")
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

    /// What a command line calls, with "users", "list": as much of it as names subcommands.
    private static func command(in arguments: [String]) -> (any ParsableCommand.Type, path: [String]) {
        var command: any ParsableCommand.Type = Workosds.self
        var path: [String] = []
        for argument in arguments {
            guard let next = command.configuration.subcommands.first(where: { name(of: $0) == argument }) else { break }
            command = next
            path.append(argument)
        }
        return (command.configuration.defaultSubcommand ?? command, path)
    }

    private static func name(of command: any ParsableCommand.Type) -> String {
        command.configuration.commandName ?? command._commandName
    }
}
