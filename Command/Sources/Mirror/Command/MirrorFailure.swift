import ArgumentParser
import DirectorySync
import GRDB
import Glibc

/// An error in one line, and what the process ends with.
struct MirrorFailure {
    let text: String
    /// Nil: as the other commands do.
    let exitCode: Int32?

    init(_ error: any Error) {
        switch error {
        case let error as MirrorError:
            text = error.description
            exitCode = Self.exitCode(error)
        case let error as DatabaseError:
            // Without its SQL and arguments, which are people's data.
            text = "the database: \(error.message ?? "error") (SQLite \(error.extendedResultCode.rawValue))"
            exitCode = MirrorExit.database
        case let error as APIError:
            text = error.message
            exitCode = nil
        default:
            text = "\(error)"
            exitCode = MirrorExit.failed
        }
    }

    private static func exitCode(_ error: MirrorError) -> Int32 {
        switch error {
        case .locked: MirrorExit.locked
        case .unusableFile: MirrorExit.database
        case .configuration: MirrorExit.configuration
        case .removalHeld: MirrorExit.removalHeld
        case .incomplete, .unusableAnswer: MirrorExit.failed
        case .stopped: 128 + SIGTERM
        }
    }

    /// Runs `body`; what it throws is told on the standard error.
    static func reported(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch is ExitCode {
            throw ExitCode.failure
        } catch {
            let failure = MirrorFailure(error)
            guard let code = failure.exitCode else { throw error }
            let line = Array("workosds: \(failure.text)\n".utf8)
            _ = write(STDERR_FILENO, line, line.count)
            throw ExitCode(code)
        }
    }
}
