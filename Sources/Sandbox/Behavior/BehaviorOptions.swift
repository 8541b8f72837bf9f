import ArgumentParser

/// How the server behaves, on the command line. The control API has the same names with underscores.
struct BehaviorOptions: ParsableArguments {
    @Option(help: "Milliseconds from an event to its appearance in GET /events; 0 for at once.")
    var holdBackMs = 2000

    @Option(help: "Milliseconds from DELETE /directories/{id} until the directory is gone.")
    var deleteDelayMs = 200

    @Option(help: "Milliseconds between two accepted requests to sync one directory.")
    var syncCooldownMs = 300_000

    @Option(help: "Milliseconds that a sync takes: another request is answered with a 409 until then.")
    var syncDurationMs = 0

    @Flag(help: "Refuses requests to sync with directory_sync_disabled.")
    var syncDisabled = false

    @Option(help: "Delays each answer of a list by this many milliseconds.")
    var pageDelayMs = 0

    @Option(help: "Refuses requests for users beyond the rate: bucket, window or spacing.")
    var rateLimit: RateLimit?

    @Option(help: "How many requests for users a second, and directory, the rate limit admits.")
    var rate = 4

    @Option(help: "The seconds that a refusal names in Retry-After, which it otherwise lacks.")
    var retryAfter: Int?

    var behavior: Behavior {
        var behavior = Behavior()
        behavior.holdBack = holdBackMs
        behavior.deleteDelay = deleteDelayMs
        behavior.syncCooldown = syncCooldownMs
        behavior.syncDuration = syncDurationMs
        behavior.isSyncDisabled = syncDisabled
        behavior.pageDelay = pageDelayMs
        behavior.rateLimit = rateLimit
        behavior.rate = rate
        behavior.retryAfter = retryAfter
        return behavior
    }
}
