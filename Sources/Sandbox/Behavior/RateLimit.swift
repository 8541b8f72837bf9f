import ArgumentParser

/// How requests for users are counted against a directory's rate.
enum RateLimit: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// A token bucket: it holds the requests of one second and is filled at the rate.
    case bucket
    /// No more than the rate in any second.
    case window
    /// Each request comes at least 1/rate seconds after the previous one.
    case spacing
}
