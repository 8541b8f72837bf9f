import ArgumentParser
import Glibc

/// The program `workosds-sandbox`.
@main
struct Sandbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workosds-sandbox",
        abstract: "A local server of the WorkOS Directory Sync API with fictional directories.",
        discussion: """
            Once the server accepts connections, it prints one line of JSON with its url and api_key. SIGTERM and \
            SIGINT stop it.

            By default it behaves as the service does: GET /events is always oldest first, events are held back for \
            two seconds, and syncs have a cooldown of five minutes. The options under MISBEHAVIOR make things go \
            wrong. A chance is a probability from 0 to 1, or count:N for the next N times.

            The control API under /_sandbox/ needs no key. POST /_sandbox/behavior changes any of the behavior \
            options: {"hold_back_ms": 0, "late_events": 0.1}; GET shows them, DELETE resets them. POST, PATCH and \
            DELETE of /_sandbox/directories, groups, users and memberships change the data. POST /_sandbox/faults \
            makes requests fail. GET /_sandbox/state, events and requests show all data, all events and the requests \
            received; POST /_sandbox/webhooks adds an endpoint. docs/sandbox.md describes all of it.
            """,
        version: "workosds-sandbox \(Version.text)"
    )

    @Option(help: "The address to listen on. Other machines can connect unless it is a loopback address.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 for a free one.")
    var port: UInt16 = 0

    @Option(help: "Adds a directory of this many users, which are computed on request.")
    var users: Int?

    @OptionGroup(title: "Service behavior")
    var service: BehaviorOptions

    @OptionGroup(title: "Misbehavior")
    var misbehavior: MisbehaviorOptions

    @Option(help: "Delivers events to this URL, signed with --webhook-secret.")
    var webhookUrl: String?

    @Option(help: "The secret of the endpoint at --webhook-url.")
    var webhookSecret: String?

    @Flag(help: "Never compress responses.")
    var noGzip = false

    @Flag(help: "Exit when the parent process ends (or the thread of it that started this one).")
    var exitWithParent = false

    static func main() async {
        // Swift reads the arguments from /proc, and libdispatch aborts the process without it.
        guard access("/proc/self/cmdline", R_OK) == 0 else {
            perror("workosds-sandbox: /proc/self/cmdline")
            Glibc.exit(EX_OSERR)
        }
        await main(nil)
    }

    func validate() throws {
        if let problem = behavior.problem { throw ValidationError(problem.sentence.asOption(problem.member)) }
        guard users.map({ (0...1_000_000_000).contains($0) }) ?? true else {
            throw ValidationError("--users must be between 0 and 1000000000.")
        }
    }

    private func addWebhook(to webhooks: Webhooks) throws {
        switch (webhookUrl, webhookSecret) {
        case (nil, nil): break
        case (let url?, let secret?): _ = try webhooks.add(["url": .string(url), "secret": .string(secret)])
        default: throw ValidationError("--webhook-url and --webhook-secret must be used together.")
        }
    }

    private var behavior: Behavior {
        var behavior = service.behavior
        misbehavior.set(&behavior)
        return behavior
    }

    func run() async throws {
        ProcessSetup.prepare(exitWithParent: exitWithParent)
        let webhooks = Webhooks(allowsAnyHost: !WebhookURL.isLoopback(host))
        let behaviors = BehaviorControl(behavior)
        let store = Store(behaviors: behaviors, onEvent: webhooks.deliver)
        try await store.seed()
        if let users { try await store.seedLarge(users: users) }
        await store.prepareReplica()
        // After the seed, so that only new events are delivered.
        try addWebhook(to: webhooks)
        let handler = SandboxHandler(store: store, webhooks: webhooks, behaviors: behaviors, usesGzip: !noGzip)
        let listener = try Listener(host: host, port: port, handler: handler)
        try await listener.run { url in
            let line: JSONObject = ["url": .string(url), "api_key": .string(Credential.apiKey)]
            let text = line.text + [UInt8(ascii: "\n")]
            _ = write(STDOUT_FILENO, text, text.count)  // short enough that a pipe takes it in one write
        }
    }
}

extension String {
    /// Rewrites an error about a member of the control API as one about the option of the same name.
    fileprivate func asOption(_ member: String) -> String {
        replacing(member, with: "--" + member.replacing("_", with: "-"))
    }
}
