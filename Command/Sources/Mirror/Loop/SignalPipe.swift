import Glibc

/// SIGTERM, SIGINT and SIGHUP as a descriptor for poll. One per process.
final class SignalPipe {
    let descriptor: Int32
    private(set) var wantsStop = false
    private(set) var wantsReload = false

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw MirrorError.unusableFile("no pipe for signals: \(String(cString: strerror(errno)))")
        }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        descriptor = ends[0]
        signalPipeEnd = ends[1]
        for number in [SIGTERM, SIGINT, SIGHUP] { Self.handle(number, with: writeToSignalPipe) }
        // The file size limit must be an error of write, not end the process.
        Self.handle(SIGXFSZ, with: SIG_IGN)
    }

    private static func handle(_ number: Int32, with handler: @escaping @convention(c) (Int32) -> Void) {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = handler
        action.sa_flags = SA_RESTART
        sigaction(number, &action, nil)
    }

    /// Reads the signals since the last call. Cheap, because long statements call it often.
    func read() {
        var byte: UInt8 = 0
        while Glibc.read(descriptor, &byte, 1) == 1 {
            if byte == UInt8(SIGHUP) { wantsReload = true } else { wantsStop = true }
        }
    }

    func takeReload() -> Bool {
        defer { wantsReload = false }
        return wantsReload
    }

    /// For checks between two iterations of the loop.
    func isStopping() -> Bool {
        read()
        return wantsStop
    }
}

nonisolated(unsafe) private var signalPipeEnd: Int32 = -1

/// The signal handler, which only writes.
private func writeToSignalPipe(_ number: Int32) {
    let before = errno
    var byte = UInt8(truncatingIfNeeded: number)
    _ = write(signalPipeEnd, &byte, 1)
    errno = before
}
