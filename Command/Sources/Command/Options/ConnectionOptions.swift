import ArgumentParser
import CommandSupport
import Glibc
import WorkOSDirectorySync

/// The server, time limits and diagnostics.
struct ConnectionOptions: ParsableArguments {
    @OptionGroup var server: ServerOptions

    @Option(help: "Time limit in seconds for each page or call, including retries and waits. (default: none)")
    var timeout: Double?

    @Flag(name: .shortAndLong, help: "Show each request, and each field that the API rejects, on standard error.")
    var verbose = false

    @Flag(help: "Show no progress, even on a terminal.")
    var noProgress = false

    static let keyVariable = "WORKOS_API_KEY"

    func validate() throws {
        if let timeout, !(0.001...86_400_000).contains(timeout) {
            throw ValidationError("--timeout must be a number of seconds, 0.001 to 86400000.")
        }
    }

    /// Progress is shown on a terminal only, never in a file or a pipe.
    var showsProgress: Bool {
        let isDumb = getenv("TERM").map { strcmp($0, "dumb") == 0 || $0.pointee == 0 } ?? true
        return !noProgress && !isDumb && StandardStreams.isTerminal(STDERR_FILENO)
    }

    func clientOptions() throws -> ClientOptions {
        var options = try options()
        if let timeout { options.callTimeout = .limit(.milliseconds(Int64((timeout * 1000).rounded(.up)))) }
        return options
    }

    private func options() throws -> ClientOptions {
        do {
            return try server.clientOptions(appName: "workosds-command")
        } catch let problem as SecretFileProblem {
            throw Failure.configuration(problem.message)
        }
    }

    func client(_ options: ClientOptions, _ interruption: Interruption) throws -> Client {
        let key = try server.apiKeyFile.map { try SecretFile.read($0, holding: "API key", interruption) }
        if key == nil, try environment(Self.keyVariable) == nil {
            throw Failure.configuration("no API key: set \(Self.keyVariable) or use --api-key-file")
        }
        do {
            return try Client(key: key, options: options)
        } catch {
            if error.status == .invalidArgument { throw Failure.configuration(ArgumentName.translated(error.message)) }
            throw error
        }
    }
}

/// A command that talks to the API.
protocol ConnectedCommand: ParsableCommand {
    var connection: ConnectionOptions { get }
}

/// An environment variable; nil if it is unset or empty.
func environment(_ name: String) throws(Failure) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    guard let text = String(validatingCString: value) else { throw .configuration("\(name) is not UTF-8") }
    return text
}
