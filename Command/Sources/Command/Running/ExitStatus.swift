import Glibc
import WorkOSDirectorySync

/// The exit statuses: those of sysexits.h if one fits.
struct ExitStatus: Equatable {
    let code: Int32
    let meaning: String
    var statuses: [Status] = []

    static let done = ExitStatus(code: 0, meaning: "success")
    static let other = ExitStatus(code: 1, meaning: "any other failure")
    static let usage = ExitStatus(
        code: 64, meaning: "invalid arguments, or a request that the API rejects (HTTP 400, 422)",
        statuses: [.invalidArgument, .badRequest, .unprocessable])
    static let signature = ExitStatus(code: 65, meaning: "a webhook's signature is invalid", statuses: [.signature])
    static let notFound = ExitStatus(code: 66, meaning: "no such record (HTTP 404)", statuses: [.notFound])
    static let unavailable = ExitStatus(
        code: 69, meaning: "the server cannot be reached, a TLS error, or HTTP 5xx",
        statuses: [.network, .tls, .server])
    static let software = ExitStatus(
        code: 70, meaning: "an internal error, or out of memory", statuses: [.internal, .outOfMemory])
    static let conflict = ExitStatus(
        code: 73, meaning: "a conflict, such as a sync that is already running (HTTP 409)", statuses: [.conflict])
    static let output = ExitStatus(code: 74, meaning: "the output cannot be written, or the input cannot be read")
    static let later = ExitStatus(
        code: 75, meaning: "rate limit (HTTP 429) or time limit exceeded; try again later",
        statuses: [.rateLimited, .timeout])
    static let answer = ExitStatus(
        code: 76, meaning: "an unexpected response",
        statuses: [.protocol, .paginationLoop, .api])
    static let permission = ExitStatus(
        code: 77, meaning: "the API key is invalid or lacks permission (HTTP 401, 403)",
        statuses: [.authentication, .permission])
    static let configuration = ExitStatus(code: 78, meaning: "no API key, or an invalid key file or setting")
    static let hungUp = ExitStatus(code: 129, meaning: "the terminal was closed (SIGHUP)")
    static let interrupted = ExitStatus(code: 130, meaning: "interrupted by Ctrl-C (SIGINT)")
    static let closedPipe = ExitStatus(code: 141, meaning: "the reader closed the pipe (SIGPIPE)")
    static let terminated = ExitStatus(code: 143, meaning: "terminated (SIGTERM)")

    static let all = [
        done, other, usage, signature, notFound, unavailable, software, conflict, output, later, answer, permission,
        configuration, hungUp, interrupted, closedPipe, terminated,
    ]

    static func of(_ status: Status) -> ExitStatus { all.first { $0.statuses.contains(status) } ?? other }

    static func of(signal: Int32) -> ExitStatus {
        switch signal {
        case SIGHUP: hungUp
        case SIGINT: interrupted
        default: terminated
        }
    }

    static var help: String {
        all.map { status in
            let code = String(status.code)
            return String(repeating: " ", count: 5 - code.count) + code + "  " + status.meaning
        }.joined(separator: "\n")
    }
}
