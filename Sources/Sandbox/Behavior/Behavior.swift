/// How the server behaves: the command line's options, as changed by the control API since.
struct Behavior: Equatable, Sendable {
    /// The largest delay of a response, in milliseconds.
    static let maximumDelay = 30_000

    /// Milliseconds from an event to its appearance in `GET /events`.
    var holdBack = 2000
    /// Milliseconds from `DELETE /directories/{id}` until the directory is gone.
    var deleteDelay = 200
    /// Milliseconds between two accepted requests to sync one directory.
    var syncCooldown = 300_000
    /// Milliseconds that a sync takes.
    var syncDuration = 0
    var isSyncDisabled = false
    /// Delay of each list response, in milliseconds.
    var pageDelay = 0
    var rateLimit: RateLimit?
    /// Requests for users per second and directory.
    var rate = 4
    /// The `Retry-After` of a rate limited request, in seconds.
    var retryAfter: Int?

    /// The seed of all random numbers.
    var seed = 1
    var chances: [Misbehavior: Chance] = [.skewedEvents: .always, .staleReads: .always]
    /// How many held-back events a shuffled one may be listed before.
    var shuffleWindow = 10
    /// Milliseconds after the hold-back until a late event appears.
    var lateBy = 5000
    /// Milliseconds added to `created_at` of a skewed event.
    var clockSkew = 0
    /// How far the replica that serves stale reads lags, in milliseconds; 0 for no replica.
    var replicaLag = 0
    /// The status of Cloudflare's errors; nil for a random one.
    var cloudflareStatus: Int?
    /// Whether lists have the cursors of 2021: `before` leads to older rows.
    var hasOldCursors = false
    /// The ids of directories that the key has no access to.
    var forbiddenDirectories: Set<String> = []

    /// The first member with an invalid value, by its name in the control API, and what is allowed.
    var problem: (member: String, sentence: String)? {
        let durations = [
            ("hold_back_ms", holdBack), ("delete_delay_ms", deleteDelay), ("sync_cooldown_ms", syncCooldown),
            ("sync_duration_ms", syncDuration), ("late_by_ms", lateBy), ("replica_lag_ms", replicaLag),
            ("shuffle_window", shuffleWindow),
        ]
        for (name, value) in durations where value < 0 { return (name, "\(name) must not be negative.") }
        if !(0...Self.maximumDelay).contains(pageDelay) {
            return ("page_delay_ms", "page_delay_ms must be between 0 and \(Self.maximumDelay).")
        }
        if rate <= 0 { return ("rate", "rate must be positive.") }
        if let retryAfter, retryAfter < 0 { return ("retry_after", "retry_after must not be negative.") }
        if let cloudflareStatus, !(520...530).contains(cloudflareStatus) {
            return ("cloudflare_status", "cloudflare_status must be between 520 and 530.")
        }
        return nil
    }
}
