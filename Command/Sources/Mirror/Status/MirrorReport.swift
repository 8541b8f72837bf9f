import CommandSupport

/// The content of `mirror status` and the metrics.
struct MirrorReport {
    /// The state that `mirror status` shows, and its exit status.
    enum Health: String, CaseIterable {
        case healthy
        /// The last run failed.
        case failing
        /// A removal is held until it is confirmed.
        case held
        /// A directory could not be listed, or must be listed again.
        case incomplete
        /// The last success is too long ago.
        case stale
        /// The last success is in the future: a clock was or is wrong, so the age is unknown.
        case clock
        /// No listing has been completed yet.
        case empty

        var exitCode: Int32 {
            switch self {
            case .healthy: 0
            case .failing, .held, .incomplete, .stale, .clock: 1
            case .empty: 2
            }
        }
    }

    /// A listing that is in progress or was interrupted.
    struct Listing {
        var reason: String
        var startedAt: String
        var users: Int
    }

    /// A directory that needs attention.
    struct Trouble {
        var directory: String
        var name: String?
        var problem: String
    }

    var directories = 0
    var groups = 0
    var users = 0
    var memberships = 0
    /// The number of changes, and the first and last of their numbers.
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
    /// The number of consecutive failed cycles, including the last one. Independent of clocks.
    var failures = 0
    var listing: Listing?
    /// Directories with held removals.
    var held: [Trouble] = []
    /// Directories that could not be listed, or must be listed again.
    var marked: [Trouble] = []
    /// Records that cannot be stored: their directory, kind and id.
    var leftOut: [(directory: String, kind: String, id: String)] = []
    /// The scope as JSON; "{}" for everything.
    var scope: String?
    var workers: [RunningWorker] = []
    /// Bytes.
    var fileSize = 0
    var walSize = 0
    var now = Moment.now

    /// The maximum normal difference between clocks.
    private static let clockTolerance = 60.0

    /// The last time at which the content was complete: the end of a cycle, or during a listing that of its events. Before
    /// the first cycle ends, its listing and the events since then.
    private var freshAt: Moment? {
        let followed = lastSuccessAt == nil || listing != nil ? caughtUpAt : nil
        return [lastSuccessAt ?? listedAt, followed].compactMap { Moment($0) }.max()
    }

    /// Seconds; negative if the time is in the future.
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
