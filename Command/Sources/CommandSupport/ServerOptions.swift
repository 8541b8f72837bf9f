import ArgumentParser
import Glibc
import WorkOSDirectorySync

/// The server, the API key, headers, TLS and retries.
public struct ServerOptions: ParsableArguments {
    @Option(
        help: "A file with the API key in its first line, readable only by you. Overrides WORKOS_API_KEY.",
        completion: .file())
    public var apiKeyFile: String?

    @Option(help: "The server's URL. Overrides WORKOS_BASE_URL. (default: https://api.workos.com)")
    public var baseURL: String?

    @Option(help: "A PEM file of trusted CA certificates, instead of the system's.", completion: .file())
    public var caFile: String?

    @Option(
        help: ArgumentHelp(
            """
            A header for every request, 'Name: value'; or @FILE, readable only by you, with the header in its first \
            line. Can be repeated.
            """, valueName: "header"))
    var header: [String] = []

    @Option(
        help: ArgumentHelp(
            "A PEM file with a client certificate and its intermediate certificates.", valueName: "file"),
        completion: .file())
    var cert: String?

    @Option(
        help: ArgumentHelp(
            """
            A PEM file with the private key of --cert, if that does not contain it. A passphrase is read from \
            \(Self.passphraseVariable).
            """, valueName: "file"), completion: .file())
    var certKey: String?

    @Option(
        help: ArgumentHelp("A PEM file of trusted CA certificates for an https:// proxy.", valueName: "file"),
        completion: .file())
    var proxyCaFile: String?

    @Option(help: "How often to retry a request after a temporary failure; 0 for never. (default: 3)")
    public var maxRetries: Int?

    @Flag(help: "Allow http:// to other machines. The API key is then sent unencrypted.")
    public var allowPlainHttp = false

    @Flag(help: "Do not limit requests for a directory's users to 4 per second. For servers without that limit.")
    public var unpaced = false

    public static let passphraseVariable = "WORKOS_CERT_KEY_PASSPHRASE"

    public init() {}

    public func validate() throws {
        for line in header where line.first != "@" && !line.contains(":") {
            throw ValidationError("--header must be 'Name: value' or @FILE.")
        }
        if certKey != nil && cert == nil { throw ValidationError("--cert-key needs --cert.") }
        if let maxRetries, !(0...100).contains(maxRetries) { throw ValidationError("--max-retries must be 0 to 100.") }
    }

    /// - Throws: ``SecretFileProblem`` for a header's file.
    public func clientOptions(appName: String) throws -> ClientOptions {
        var options = ClientOptions()
        options.appName = "\(appName)/\(libraryVersion)"
        options.baseURL = baseURL
        options.caFile = caFile
        options.proxyCAFile = proxyCaFile
        options.headers = try header.map(Self.parsedHeader)
        options.clientCertificate = cert
        options.clientKey = certKey
        if cert != nil { options.clientKeyPassphrase = getenv(Self.passphraseVariable).map { String(cString: $0) } }
        options.maxRetries = maxRetries
        options.allowsPlainHTTP = allowPlainHttp
        if unpaced { options.directoryUserPace = .unlimited }
        return options
    }

    private static func parsedHeader(_ given: String) throws -> (name: String, value: String) {
        let isFile = given.first == "@"
        let line = isFile ? try SecretFile.read(String(given.dropFirst()), holding: "header") : given
        guard let colon = line.firstIndex(of: ":") else {
            throw SecretFileProblem(message: "\(given.dropFirst()): its first line is not 'Name: value'")
        }
        return (String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }))
    }
}
