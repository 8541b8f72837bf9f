import ArgumentParser
import CommandSupport
import Glibc
import WorkOSDirectorySync

/// Where the API is and how to talk to it.
struct ConnectionOptions: ParsableArguments {
    @OptionGroup var server: ServerOptions

    @Option(help: "Seconds for each page or call, retries and waits included. (default: no limit)")
    var timeout: Double?

    @Flag(name: .shortAndLong, help: "Show each request, and each field that the API refuses, on standard error.")
    var verbose = false

    @Flag(help: "Show no progress, even on a terminal.")
    var noProgress = false

    static let keyVariable = "WORKOS_API_KEY"

    func validate() throws {
        if let timeout, !(0.001...86_400_000).contains(timeout) {
            throw ValidationError("--timeout is a number of seconds above 0.")
        }
    }

    /// Progress is for a person who watches, never for a file or a pipe.
    var showsProgress: Bool {
        let isDumb = getenv("TERM").map { strcmp($0, "dumb") == 0 || $0.pointee == 0 } ?? true
        return !noProgress && !isDumb && StandardStreams.isTerminal(STDERR_FILENO)
    }

    func clientOptions() throws -> ClientOptions {
        var options = server.clientOptions(appName: "workosds-command")
        if let timeout { options.callTimeout = .limit(.milliseconds(Int64((timeout * 1000).rounded(.up)))) }
        return options
    }

    func client(_ options: ClientOptions, _ interruption: Interruption) throws -> Client {
        let key = try server.apiKeyFile.map { try SecretFile.read($0, holding: "API key", interruption) }
        if key == nil, try environment(Self.keyVariable) == nil {
            throw Failure.configuration("no API key: set \(Self.keyVariable), or name a file with --api-key-file")
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

/// A variable of the environment; nil where it is empty too.
func environment(_ name: String) throws(Failure) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    guard let text = String(validatingCString: value) else { throw .configuration("\(name) is not UTF-8") }
    return text
}
