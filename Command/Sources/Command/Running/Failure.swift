import Glibc
import WorkOSDirectorySync

/// Failures of the command itself.
enum Failure: Error, Equatable {
    /// By a signal.
    case stopped(Int32)
    /// The reader closed the standard output.
    case outputClosed
    /// The standard output cannot be written: errno.
    case output(Int32)
    /// The standard input or a payload's file cannot be read.
    case input(String)
    case configuration(String)
    case software(String)
    case keyAsArgument
    case argument(String)
    case notConfirmed(String)

    var exitStatus: ExitStatus {
        switch self {
        case .stopped(let signal): .of(signal: signal)
        case .outputClosed: .closedPipe
        case .output, .input: .output
        case .configuration: .configuration
        case .software: .software
        case .keyAsArgument, .argument: .usage
        case .notConfirmed: .other
        }
    }

    /// Nil to print nothing.
    var message: String? {
        switch self {
        case .stopped: "stopped"
        case .outputClosed: nil
        case .output(let number): "the output cannot be written: \(String(cString: strerror(number)))"
        case .input(let text), .configuration(let text), .software(let text), .notConfirmed(let text),
            .argument(let text):
            text
        case .keyAsArgument:
            "an argument looks like an API key, and arguments are visible to other users: "
                + "set WORKOS_API_KEY or use --api-key-file"
        }
    }
}

/// A listing that ended early, and where to resume it.
struct ListingFailure: Error {
    let cause: any Error
    /// "300 users"; nil if nothing was written.
    let written: String?
    /// "--after X"; nil before the first page was written.
    let resumeOption: String?
}

/// The message and exit status of an error.
struct Report {
    let exitStatus: ExitStatus
    private let message: String?
    /// Additional lines for --verbose.
    private var details: [String] = []
    /// The same request, with the same cursor, would fail again.
    private var refusesRequest = false
    private var followsEcho = false

    /// Nil for errors of other parts.
    init?(_ error: any Error) {
        switch error {
        case let failure as Failure:
            exitStatus = failure.exitStatus
            message = failure.message
            if case .stopped = failure { followsEcho = true }
        case let error as APIError:
            exitStatus = ExitStatus.of(error.status)
            let sentence =
                error.status == .invalidArgument ? ArgumentName.translated(error.message) : error.message
            message = sentence + (error.requestID.map { " [request \($0)]" } ?? "")
            details = error.fieldErrors.map(\.line)
            refusesRequest = [.usage, .notFound].contains(exitStatus) || error.status == .paginationLoop
        case let failure as ListingFailure:
            guard let cause = Report(failure.cause) else { return nil }
            exitStatus = cause.exitStatus
            let resume = cause.refusesRequest ? "" : failure.resumeOption.map { "; continue with \($0)" } ?? ""
            let place = failure.written.map { " after \($0)" } ?? ""
            message = cause.message.map { $0 + place + resume }
            details = cause.details
            refusesRequest = cause.refusesRequest
            followsEcho = cause.followsEcho
        default: return nil
        }
    }

    func print(isVerbose: Bool) {
        // The terminal has just echoed ^C on this line.
        if followsEcho, StandardStreams.isTerminal(STDERR_FILENO) { StandardStreams.writeError("\n") }
        if isVerbose { details.forEach(StandardStreams.printError) }
        if let message { StandardStreams.printError(message) }
    }
}
