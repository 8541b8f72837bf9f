import ArgumentParser
import CommandSupport
import Glibc
import WorkOSDirectorySync

/// An error in one line, and the exit status.
struct MirrorFailure: Error {
    /// Control characters are escaped.
    let text: String
    /// Nil to exit like the other commands.
    let exitCode: Int32?

    /// Escapes control characters in the text.
    init(text: String, exitCode: Int32? = MirrorExit.failed) {
        self.text = VisibleText.of(text)
        self.exitCode = exitCode
    }

    /// - Parameter file: the name of the database, for what it says itself.
    init(_ error: any Error, _ file: String = "the database") {
        switch error {
        case let error as MirrorError:
            text = VisibleText.of(error.description)
            exitCode = error.exitCode
        case let error as any StoreError:
            text = VisibleText.of(error.description)
            exitCode = MirrorExit.database
        case let error as APIError:
            text = VisibleText.of(error.message)
            exitCode = nil
        default:
            text = VisibleText.of("\(error)")
            exitCode = MirrorExit.failed
        }
    }

    /// Another try may well succeed: someone may put the key, the API or the network right.
    static func isPassing(_ error: any Error) -> Bool {
        switch error {
        case is APIError: true
        case MirrorError.incomplete, MirrorError.unusableAnswer, MirrorError.removalHeld: true
        case let error as any StoreError: error.isPassing
        default: false
        }
    }

    /// Runs `body` and prints its error.
    static func reported(_ path: String, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as ExitCode {
            throw error
        } catch let error as ValidationError {
            throw error
        } catch MirrorError.usage(let text) {
            throw ValidationError(text)
        } catch {
            let failure = MirrorFailure(error, path)
            guard let code = failure.exitCode else { throw error }
            tell(failure.text)
            throw ExitCode(code)
        }
    }

    /// Prints a line to standard error.
    static func tell(_ text: String) {
        let line = Array("workosds: \(VisibleText.of(text))\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}
