/// Why a run ended early, in one line for people, with an exit status for scripts.
enum MirrorError: Error, CustomStringConvertible {
    /// An argument that the parser could not check.
    case usage(String)
    /// Another process mirrors into the file.
    case locked(String)
    /// The file cannot be opened, or is not a mirror.
    case unusableFile(String)
    /// The requested changes are not available.
    case feedGap(String)
    /// The file could not be compared with the service.
    case unverified(String)
    /// The key's file cannot be used.
    case configuration(String)
    /// The limit of `--max-removal` was exceeded: the held removal is reported, the rest is up to date.
    case removalHeld(String)
    /// Some directories could not be listed; listed data is kept for the next run.
    case incomplete(String)
    /// A 2xx response that cannot be stored.
    case unusableAnswer(String)
    /// SIGTERM or SIGINT.
    case stopped

    var description: String {
        switch self {
        case .usage(let text), .locked(let text), .unusableFile(let text), .feedGap(let text), .unverified(let text),
            .configuration(let text), .removalHeld(let text), .incomplete(let text), .unusableAnswer(let text):
            text
        case .stopped: "stopped"
        }
    }

    /// The cycle completed everything possible; this remains.
    var endsCycleWell: Bool {
        switch self {
        case .removalHeld, .incomplete: true
        default: false
        }
    }

    /// How to handle a file that SQLite finds damaged.
    static func damaged(_ file: String, _ problem: String) -> MirrorError {
        .unusableFile("\(file) is damaged (\(problem)): stop the mirror and run `workosds mirror repair`")
    }

    var exitCode: Int32 {
        switch self {
        case .usage: MirrorExit.usage
        case .locked: MirrorExit.locked
        case .unusableFile: MirrorExit.database
        case .feedGap: MirrorExit.feedGap
        case .unverified: MirrorExit.unverified
        case .configuration: MirrorExit.configuration
        case .removalHeld: MirrorExit.removalHeld
        case .incomplete, .unusableAnswer: MirrorExit.failed
        case .stopped: MirrorExit.terminated
        }
    }
}

/// The exit status.
enum MirrorExit {
    /// The next run resumes where this one ended.
    static let failed: Int32 = 1
    /// `verify` could not list everything.
    static let unverified: Int32 = 2
    static let removalHeld: Int32 = 3
    static let locked: Int32 = 4
    /// `changes`: those after that number do not exist.
    static let feedGap: Int32 = 5
    static let usage: Int32 = 64
    /// The database: no space, no permission, not a mirror, a newer schema, damage.
    static let database: Int32 = 74
    /// The API key's file.
    static let configuration: Int32 = 78
    static let closedPipe: Int32 = 141
    static let terminated: Int32 = 143
}
