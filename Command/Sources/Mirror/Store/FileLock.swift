import Glibc

/// Keeps a second mirror off the file. The lock goes with the process, however that ends; the file beside the database
/// that carries it stays.
final class FileLock {
    private let descriptor: Int32

    init(database: String) throws {
        let path = database + ".lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw MirrorError.unusableFile("\(path): \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let owner = Self.owner(descriptor)
            close(descriptor)
            throw MirrorError.locked("\(database) is being mirrored by another process\(owner): nothing was done")
        }
        let text = Array("\(getpid())\n".utf8)
        ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.count, 0)
    }

    deinit { close(descriptor) }

    /// The file itself where the path is a link to it: one file, one lock.
    static func resolved(_ path: String) throws -> String {
        guard let real = realpath(path, nil) else {
            guard errno == ENOENT else {
                throw MirrorError.unusableFile("\(path): \(String(cString: strerror(errno)))")
            }
            return path
        }
        defer { free(real) }
        return String(cString: real)
    }

    private static func owner(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let text = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
        return Int(text.filter(\.isNumber)).map { " (\($0))" } ?? ""
    }
}
