import CommandSupport
import Glibc

/// Writes all of it, or returns false with errno set.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var position = 0
    while position < bytes.count {
        let written = bytes[position...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if written < 0 && errno != EINTR { return false }
        position += max(written, 0)
    }
    return true
}

/// Replaces the metrics file atomically, so that readers such as node_exporter see the old or the new one.
struct MetricsFile {
    let path: String

    func write(_ text: String) throws {
        let temporary = "\(path).\(getpid()).tmp"
        // A file left by a process with the same id.
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { throw problem(errno) }
        var failure = writeAll(Array(text.utf8), to: descriptor) ? 0 : errno
        if close(descriptor) != 0, failure == 0 { failure = errno }
        if failure == 0, rename(temporary, path) != 0 { failure = errno }
        guard failure == 0 else {
            unlink(temporary)
            throw problem(failure)
        }
    }

    private func problem(_ number: Int32) -> MirrorError {
        .unusableFile("the metrics file \(VisibleText.of(path)): \(String(cString: strerror(number)))")
    }
}
