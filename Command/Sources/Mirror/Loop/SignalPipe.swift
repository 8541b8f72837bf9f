import Glibc

/// SIGTERM, SIGINT and SIGHUP as something to poll for. One for the process.
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
        // A limit on the size of files is to be an error of the write, not the end of the process.
        Self.handle(SIGXFSZ, with: SIG_IGN)
    }

    private static func handle(_ number: Int32, with handler: @escaping @convention(c) (Int32) -> Void) {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = handler
        action.sa_flags = SA_RESTART
        sigaction(number, &action, nil)
    }

    /// Takes what came since the last look. Cheap: a statement that runs long asks often.
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

    /// For what asks between two looks of the loop.
    func isStopping() -> Bool {
        read()
        return wantsStop
    }
}

nonisolated(unsafe) private var signalPipeEnd: Int32 = -1

/// In a signal handler: nothing but a write.
private func writeToSignalPipe(_ number: Int32) {
    let before = errno
    var byte = UInt8(truncatingIfNeeded: number)
    _ = write(signalPipeEnd, &byte, 1)
    errno = before
}
