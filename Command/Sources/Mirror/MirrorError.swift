/// Why a run ended early, in one line for a person, and with the exit code that tells a script.
enum MirrorError: Error, CustomStringConvertible {
    /// Another process mirrors into the file.
    case locked(String)
    /// The file cannot be opened, or is none of ours.
    case unusableFile(String)
    /// The key's file cannot be used.
    case configuration(String)
    /// The limit of `--max-removal` was hit; nothing was changed.
    case removalHeld(String)
    /// Some directories could not be listed; what was listed is kept for the next run.
    case incomplete(String)
    /// A 2xx answer that cannot be stored.
    case unusableAnswer(String)
    /// SIGTERM or SIGINT.
    case stopped

    var description: String {
        switch self {
        case .locked(let text), .unusableFile(let text), .configuration(let text), .removalHeld(let text),
            .incomplete(let text), .unusableAnswer(let text):
            text
        case .stopped: "stopped"
        }
    }
}

/// What the command ends with.
enum MirrorExit {
    /// The next run goes on where this one ended.
    static let failed: Int32 = 1
    /// The database: no space, no rights, no mirror, a newer schema.
    static let database: Int32 = 74
    /// The API key's file.
    static let configuration: Int32 = 78
    static let removalHeld: Int32 = 3
    static let locked: Int32 = 4
}
