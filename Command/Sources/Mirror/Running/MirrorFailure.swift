import ArgumentParser
import CommandSupport
import Glibc
import WorkOSDirectorySync

/// An error in one line, and what the process ends with.
struct MirrorFailure: Error {
    /// Nothing in it is obeyed by a terminal.
    let text: String
    /// Nil: as the other commands do.
    let exitCode: Int32?

    /// The text is made visible here.
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

    /// Runs `body`; what it throws is told on the standard error.
    static func reported(_ path: String, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as ExitCode {
            throw error
        } catch let error as ValidationError {
            throw error
        } catch {
            let failure = MirrorFailure(error, path)
            guard let code = failure.exitCode else { throw error }
            tell(failure.text)
            throw ExitCode(code)
        }
    }

    /// A line on the standard error.
    static func tell(_ text: String) {
        let line = Array("workosds: \(VisibleText.of(text))\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}
