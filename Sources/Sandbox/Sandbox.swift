import ArgumentParser
import Foundation

@main
struct Sandbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workosds-sandbox",
        abstract: "A local server of the WorkOS Directory Sync API, with made-up directories in it.",
        discussion: """
            The first line on standard output is JSON with the server's url and the api_key it takes. \
            SIGTERM or SIGINT ends it.
            """
    )

    @Option(help: "The address to listen on; anything but loopback lets others in.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 for a free one.")
    var port: UInt16 = 0

    @Option(help: "Milliseconds from DELETE /directories/{id} until the directory is gone.")
    var deleteDelayMs = 200

    @Option(help: "Milliseconds between two accepted requests to sync one directory.")
    var syncCooldownMs = 300_000

    @Option(help: "Adds a directory of this many users, computed when asked for.")
    var users: Int?

    @Option(help: "Delays each answer of a list by this many milliseconds.")
    var pageDelayMs = 0

    @Option(help: "Refuses requests for users beyond the rate: bucket, window or spacing.")
    var rateLimit: RateLimit?

    @Option(help: "How many requests for users a second, and directory, the rate limit admits.")
    var rate = 4

    @Option(help: "The seconds that a refusal names in Retry-After, which it otherwise lacks.")
    var retryAfter: Int?

    @Option(help: "Delivers events to this URL, signed with --webhook-secret.")
    var webhookUrl: String?

    @Option(help: "The secret of the endpoint at --webhook-url.")
    var webhookSecret: String?

    @Flag(help: "Never compress answers.")
    var noGzip = false

    @Flag(help: "End when the parent process does (or the thread of it that started this one).")
    var exitWithParent = false

    func validate() throws {
        guard deleteDelayMs >= 0, syncCooldownMs >= 0, (0...Fault.maximumDelay).contains(pageDelayMs) else {
            throw ValidationError("Delays must not be negative, and --page-delay-ms not over \(Fault.maximumDelay).")
        }
        guard rate > 0 else { throw ValidationError("--rate must be positive.") }
        guard users.map({ (0...1_000_000_000).contains($0) }) ?? true else {
            throw ValidationError("--users must be between 0 and 1000000000.")
        }
    }

    private func addWebhook(to webhooks: Webhooks) throws {
        switch (webhookUrl, webhookSecret) {
        case (nil, nil): break
        case (let url?, let secret?): _ = try webhooks.add(["url": .string(url), "secret": .string(secret)])
        default: throw ValidationError("--webhook-url and --webhook-secret need one another.")
        }
    }

    func run() async throws {
        ProcessSetup.prepare(exitWithParent: exitWithParent)
        let options = Options(
            deleteDelay: deleteDelayMs,
            syncCooldown: syncCooldownMs,
            pageDelay: pageDelayMs,
            usesGzip: !noGzip,
            rateLimit: rateLimit,
            rate: rate,
            retryAfter: retryAfter
        )
        let webhooks = Webhooks(allowsAnyHost: !WebhookURL.isLoopback(host))
        let store = Store(syncCooldown: Int64(options.syncCooldown), onEvent: webhooks.deliver)
        try await store.seed()
        if let users { try await store.seedLarge(users: users) }
        // Not before: only what is new is delivered.
        try addWebhook(to: webhooks)
        let handler = SandboxHandler(store: store, webhooks: webhooks, options: options)
        let listener = try Listener(host: host, port: port, handler: handler)
        try await listener.run { url in
            let line: JSONObject = ["url": .string(url), "api_key": .string(Credential.apiKey)]
            FileHandle.standardOutput.write(Data(line.text + [UInt8(ascii: "\n")]))
        }
    }
}
