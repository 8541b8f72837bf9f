import ArgumentParser

/// Options for the server's behavior. The control API has the same names with underscores.
struct BehaviorOptions: ParsableArguments {
    @Option(help: "Milliseconds from an event to its appearance in GET /events; 0 for none.")
    var holdBackMs = 2000

    @Option(help: "Milliseconds from DELETE /directories/{id} until the directory is gone.")
    var deleteDelayMs = 200

    @Option(help: "Milliseconds between two accepted requests to sync one directory.")
    var syncCooldownMs = 300_000

    @Option(help: "Milliseconds that a sync takes. Other requests to sync get a 409 until then.")
    var syncDurationMs = 0

    @Flag(help: "Rejects requests to sync with directory_sync_disabled.")
    var syncDisabled = false

    @Option(help: "Milliseconds by which each list response is delayed.")
    var pageDelayMs = 0

    @Option(help: "Rejects requests for users above --rate, counted as a bucket, window or spacing.")
    var rateLimit: RateLimit?

    @Option(help: "Requests for users per second that the rate limit allows for each directory.")
    var rate = 4

    @Option(help: "Retry-After of rate limited requests, in seconds; none by default.")
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
