import ArgumentParser
import WorkOSDirectorySync

/// Where the API is, the key to it, and how often it may be asked.
public struct ServerOptions: ParsableArguments {
    @Option(
        help: "A file with the API key in its first line, for nobody else to read; in place of WORKOS_API_KEY.",
        completion: .file())
    public var apiKeyFile: String?

    @Option(help: "The server; in place of WORKOS_BASE_URL and https://api.workos.com.")
    public var baseURL: String?

    @Option(help: "A PEM file of certification authorities in place of the system's.", completion: .file())
    public var caFile: String?

    @Option(help: "Further attempts after a failure that may pass; 0 for none. (default: 3)")
    public var maxRetries: Int?

    @Flag(help: "Allow http:// to a host that is not this one: the API key travels in the clear.")
    public var allowPlainHttp = false

    @Flag(help: "Do not keep to 4 requests a second for each directory's users: for servers without that limit.")
    public var unpaced = false

    public init() {}

    public func validate() throws {
        if let maxRetries, !(0...100).contains(maxRetries) { throw ValidationError("--max-retries is 0 to 100.") }
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
