import CommandSupport
import Glibc

extension SecretFile {
    /// Waits for a pipe's data; a signal ends the wait.
    static func read(_ path: String, holding name: String, _ interruption: Interruption) throws -> String {
        do {
            return try read(path, holding: name) { descriptor in
                try interruption.wait([pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)])
            }
        } catch {
            if let problem = error as? SecretFileProblem { throw Failure.configuration(problem.message) }
            throw error
        }
    }
}

/// Reads a file or stream to its end.
enum InputFile {
    static func read(_ path: String, _ interruption: Interruption? = nil) throws(Failure) -> [UInt8] {
        if path == "-" { return try bytes(of: STDIN_FILENO, "standard input", interruption) }
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw .input("\(path): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        return try bytes(of: descriptor, path, interruption)
    }

    private static func bytes(
        of descriptor: Int32, _ path: String, _ interruption: Interruption?
    ) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            try interruption?.wait([pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)])
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count > 0 {
                bytes += buffer.prefix(count)
            } else if errno != EINTR && errno != EAGAIN {
                throw .input("\(path): \(String(cString: strerror(errno)))")
            }
        }
    }
}
