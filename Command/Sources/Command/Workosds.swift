import ArgumentParser
import Glibc
import Mirror
import WorkOSDirectorySync

@main
struct Workosds: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workosds",
        abstract: "Use WorkOS Directory Sync from the shell: directories, groups, users and events.",
        discussion: """
            The API key is read from the environment variable WORKOS_API_KEY or from --api-key-file. It cannot be an \
            argument, because other users of the machine can see those. WORKOS_BASE_URL or --base-url sets another \
            server.

            Lists are tables on a terminal, and one line of JSON per record in a pipe.

            EXIT STATUS:
            \(ExitStatus.help)
            The mirror has others as well: see its help.
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

    /// Prints the error in one line and exits.
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
            let unknown = UnknownOption.message(
                in: Array(arguments.dropFirst(path.count)), of: command, under: Workosds.self)
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

    /// The subcommand that the arguments begin with, such as "users", "list".
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
