import ArgumentParser
import Glibc

/// Writes lines to the standard output, until a signal arrives or the reader closes it.
struct FeedOutput {
    /// How much a writable pipe accepts without blocking (POSIX).
    private static let pieceLength = 4096

    let signals: SignalPipe

    func write(_ line: String) throws {
        let bytes = Array(line.utf8)
        var position = 0
        while position < bytes.count {
            try wait(for: Int16(POLLOUT), milliseconds: -1)
            let piece = bytes[position..<min(position + Self.pieceLength, bytes.count)]
            let written = piece.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if written >= 0 {
                position += written
            } else if errno == EPIPE {
                throw ExitCode(MirrorExit.closedPipe)
            } else if errno != EINTR && errno != EAGAIN {
                throw MirrorError.unusableFile("the output cannot be written: \(String(cString: strerror(errno)))")
            }
        }
    }

    /// Waits until the time is over, or until the descriptor is readable. Throws `.stopped`.
    func sleep(milliseconds: Int32, until descriptor: Int32 = -1) throws {
        try wait(for: 0, milliseconds: milliseconds, or: descriptor)
    }

    private func wait(for events: Int16, milliseconds: Int32, or descriptor: Int32 = -1) throws {
        var polled = [
            pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: STDOUT_FILENO, events: events, revents: 0),
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        ]
        _ = poll(&polled, nfds_t(polled.count), milliseconds)
        if polled[0].revents != 0, signals.isStopping() { throw MirrorError.stopped }
        if polled[1].revents & Int16(POLLERR | POLLNVAL) != 0 { throw ExitCode(MirrorExit.closedPipe) }
    }
}
