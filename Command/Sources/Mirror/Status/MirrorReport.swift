import CommandSupport

/// What `mirror status` and the metrics say.
struct MirrorReport {
    enum Health: String, CaseIterable {
        case healthy
        /// The last run failed.
        case failing
        /// A removal is held until somebody confirms it.
        case held
        /// A directory could not be listed, or has to be listed again.
        case incomplete
        /// The last success is too long ago.
        case stale
        /// The last success is in the future: a clock was, or is, wrong, and nobody knows its age.
        case clock
        /// No listing was ever completed.
        case empty

        var exitCode: Int32 {
            switch self {
            case .healthy: 0
            case .failing, .held, .incomplete, .stale, .clock: 1
            case .empty: 2
            }
        }
    }

    /// A listing that is under way or was interrupted.
    struct Listing {
        var reason: String
        var startedAt: String
        var users: Int
    }

    /// A directory that somebody has to look at.
    struct Trouble {
        var directory: String
        var name: String?
        var problem: String
    }

    var directories = 0
    var groups = 0
    var users = 0
    var memberships = 0
    /// How many there are, and the numbers of the first and the last.
    var changes = 0
    var firstChange: Int?
    var lastChange: Int?
    var eventCursor: String?
    var eventCursorAt: String?
    var listedAt: String?
    var caughtUpAt: String?
    var lastSuccessAt: String?
    var lastError: String?
    var lastErrorAt: String?
    /// Cycles that failed one after the other, the last one included. No clock is in it.
    var failures = 0
    var listing: Listing?
    /// Whose removals are held.
    var held: [Trouble] = []
    /// Which could not be listed, or have to be listed again.
    var marked: [Trouble] = []
    /// As JSON; "{}" for everything.
    var scope: String?
    /// Bytes.
    var fileSize = 0
    var walSize = 0
    var now = Moment.now

    /// Clocks of one machine and its service differ by less.
    private static let clockTolerance = 60.0

    /// When it was last known that nothing is missing: a cycle's end, or while a listing runs, that of its events.
    private var freshAt: Moment? {
        [Moment(lastSuccessAt), listing.flatMap { _ in Moment(caughtUpAt) }].compactMap { $0 }.max()
    }

    /// Seconds. Negative where the time is in the future.
    var age: Double? { freshAt.map { now.since($0) } }

    private var lastFailed: Bool { failures > 0 }

    func health(maxAge: Double) -> Health {
        guard listedAt != nil else { return .empty }
        if [lastSuccessAt, caughtUpAt, listedAt].contains(where: isInFuture) { return .clock }
        if lastFailed && held.isEmpty { return .failing }
        if !held.isEmpty { return .held }
        guard let age, age <= maxAge else { return .stale }
        return marked.isEmpty ? .healthy : .incomplete
    }

    private func isInFuture(_ time: String?) -> Bool {
        Moment(time).map { now.since($0) < -Self.clockTolerance } ?? false
    }
}
