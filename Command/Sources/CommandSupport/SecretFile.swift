import Glibc

/// Why a secret cannot be read from its file, in one line.
public struct SecretFileProblem: Error {
    public let message: String
}

/// A file with a secret in its first line.
public enum SecretFile {
    private static let longest = 4096

    /// `wait` is called with the descriptor before each read, because a pipe may have no data or no writer yet.
    public static func read(
        _ path: String, holding name: String, wait: (Int32) throws -> Void = waitUntilReadable
    ) throws -> String {
        // Without O_NONBLOCK, open() would wait for a named pipe's writer, and signals would not end it.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw problem(path, String(cString: strerror(errno))) }
        defer { close(descriptor) }
        try checkPermissions(descriptor, path, name)
        let bytes = try contents(of: descriptor, path, wait)
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        if line.isEmpty { throw problem(path, "no \(name) in its first line") }
        guard let text = String(validating: line, as: UTF8.self) else {
            throw problem(path, "its first line is not UTF-8")
        }
        return text
    }

    /// Returns when the descriptor is readable or a signal arrives.
    public static func waitUntilReadable(_ descriptor: Int32) throws {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        if poll(&waiting, 1, -1) < 0 { throw SecretFileProblem(message: String(cString: strerror(errno))) }
    }

    /// Rejects a file that others can read. Its group may read it, as systemd's credentials allow. A pipe has no such
    /// permissions.
    private static func checkPermissions(_ descriptor: Int32, _ path: String, _ name: String) throws {
        var state = stat()
        guard fstat(descriptor, &state) == 0 else { throw problem(path, String(cString: strerror(errno))) }
        switch state.st_mode & S_IFMT {
        case S_IFIFO, S_IFCHR, S_IFSOCK: return
        case S_IFREG: break
        case S_IFDIR: throw problem(path, String(cString: strerror(EISDIR)))
        default: throw problem(path, "not a regular file")
        }
        if state.st_mode & 0o037 != 0 {
            let word = ShellWord.quoted(path)
            throw problem(path, "other users can read this \(name), or its group can write it: run chmod 600 \(word)")
        }
        if state.st_uid != geteuid() && state.st_uid != 0 {
            throw problem(path, "it belongs to another user; the file with the \(name) must be yours")
        }
    }

    private static func contents(
        of descriptor: Int32, _ path: String, _ wait: (Int32) throws -> Void
    ) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: longest)
        while bytes.count <= longest {
            try wait(descriptor)
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count > 0 {
                bytes += buffer.prefix(count)
            } else if errno != EINTR && errno != EAGAIN {
                throw problem(path, String(cString: strerror(errno)))
            }
        }
        throw problem(path, "it is longer than \(longest) bytes")
    }

    private static func problem(_ path: String, _ reason: String) -> SecretFileProblem {
        SecretFileProblem(message: "\(path): \(reason)")
    }
}
