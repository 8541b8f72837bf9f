/// What the command line chose.
struct Options: Sendable {
    var deleteDelay = 200
    var syncCooldown = 300_000
    var pageDelay = 0
    var usesGzip = true
    var rateLimit: RateLimit?
    var rate = 4
    var retryAfter: Int?
}
