import ArgumentParser
import CommandSupport
import WorkOSDirectorySync

struct WebhookCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook", abstract: "Verify and sign webhooks. Sends no request.",
        subcommands: [VerifyWebhook.self, SignWebhook.self])
}

/// The secret of a webhook's endpoint, and the body.
struct WebhookOptions: ParsableArguments {
    static let secretVariable = "WORKOS_WEBHOOK_SECRET"

    @Option(
        help: ArgumentHelp(
            "A file with the endpoint's secret in its first line, readable only by you. Overrides "
                + "\(Self.secretVariable). Repeat it during secret rotation.", valueName: "file"),
        completion: .file())
    var secretFile: [String] = []

    @Argument(help: "A file with the body exactly as received; - for standard input.", completion: .file())
    var payload = "-"

    func secrets(_ interruption: Interruption) throws -> [String] {
        if !secretFile.isEmpty {
            return try secretFile.map { try SecretFile.read($0, holding: "secret", interruption) }
        }
        if let secret = try environment(Self.secretVariable) { return [secret] }
        throw Failure.configuration(
            "no secret: set \(Self.secretVariable) or use --secret-file")
    }
}

struct VerifyWebhook: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Verify a webhook's signature and show its event.",
        discussion: "Writes nothing if the signature is invalid.")

    @Option(help: ArgumentHelp("The value of the WorkOS-Signature header.", valueName: "header"))
    var signature: String

    @Option(help: "How many seconds old, or in the future, the webhook may be. (default: 180)")
    var tolerance: Double?

    @OptionGroup(title: "Webhook") var webhook: WebhookOptions
    @OptionGroup(title: "Output") var output: OutputOptions<Event>

    func validate() throws {
        if let tolerance, !(0...1e12).contains(tolerance) {
            throw ValidationError("--tolerance must be a number of seconds, 0 to 1e12.")
        }
    }

    func run() throws {
        let interruption = Interruption()
        let secrets = try webhook.secrets(interruption)
        let payload = try InputFile.read(webhook.payload, interruption)
        let event = try verify(payload, secrets)
        let standardOutput = StandardOutput(interruption: interruption)
        let formatter: any Formatter<Event> = output.formatter(for: standardOutput, isList: false)
        try standardOutput.write(formatter.takeAll(of: [event]))
        try standardOutput.close()
    }

    /// Verifies with the first secret that matches; throws the last one's error if none does.
    private func verify(_ payload: [UInt8], _ secrets: [String]) throws -> Event {
        for secret in secrets.dropLast() {
            do {
                return try event(payload, secret)
            } catch {
                if error.status != .signature { throw error }
            }
        }
        return try event(payload, secrets[secrets.count - 1])
    }

    private func event(_ payload: [UInt8], _ secret: String) throws(APIError) -> Event {
        try Webhook.verify(
            payload: payload, signatureHeader: signature, secret: secret,
            tolerance: tolerance.map { .milliseconds(Int64($0 * 1000)) })
    }
}

struct SignWebhook: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Write the WorkOS-Signature header for a body, to test a receiver.")

    @OptionGroup(title: "Webhook") var webhook: WebhookOptions

    func run() throws {
        let interruption = Interruption()
        let secret = try webhook.secrets(interruption)[0]
        let header = try Webhook.sign(payload: InputFile.read(webhook.payload, interruption), secret: secret)
        let output = StandardOutput(interruption: interruption)
        try output.write(Array((header + "\n").utf8))
        try output.close()
    }
}
