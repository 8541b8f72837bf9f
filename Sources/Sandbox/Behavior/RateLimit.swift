import ArgumentParser

/// How requests for users are counted against a directory's rate.
enum RateLimit: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// A bucket of as many tokens as requests are allowed a second, filled at that rate.
    case bucket
    /// No more than that many in any second.
    case window
    /// Each at least its share of a second after the one before.
    case spacing
}
