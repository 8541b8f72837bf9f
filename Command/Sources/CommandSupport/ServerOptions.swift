import ArgumentParser
import WorkOSDirectorySync

/// The server, the API key, TLS and retries.
public struct ServerOptions: ParsableArguments {
    @Option(
        help: "A file with the API key in its first line, readable only by you. Overrides WORKOS_API_KEY.",
        completion: .file())
    public var apiKeyFile: String?

    @Option(help: "The server's URL. Overrides WORKOS_BASE_URL. (default: https://api.workos.com)")
    public var baseURL: String?

    @Option(help: "A PEM file of trusted CA certificates, instead of the system's.", completion: .file())
    public var caFile: String?

    @Option(help: "How often to retry a request after a temporary failure; 0 for never. (default: 3)")
    public var maxRetries: Int?

    @Flag(help: "Allow http:// to other machines. The API key is then sent unencrypted.")
    public var allowPlainHttp = false

    @Flag(help: "Do not limit requests for a directory's users to 4 per second. For servers without that limit.")
    public var unpaced = false

    public init() {}

    public func validate() throws {
        if let maxRetries, !(0...100).contains(maxRetries) { throw ValidationError("--max-retries must be 0 to 100.") }
    }

    public func clientOptions(appName: String) -> ClientOptions {
        var options = ClientOptions()
        options.appName = "\(appName)/\(libraryVersion)"
        options.baseURL = baseURL
        options.caFile = caFile
        options.maxRetries = maxRetries
        options.allowsPlainHTTP = allowPlainHttp
        if unpaced { options.directoryUserPace = .unlimited }
        return options
    }
}
