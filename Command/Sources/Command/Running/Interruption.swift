import Glibc
import Synchronization

/// The signal received, and the descriptor with which the handler ends a wait.
private let signalThatCame = Atomic<Int32>(0)
private let wakingDescriptor = Atomic<Int32>(-1)

/// Signals. All waits are done here, so that a signal ends them at once.
final class Interruption {
    private let readingEnd: Int32

    /// Signals that were ignored before (by nohup, or in a background job) stay ignored.
    init() {
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        readingEnd = ends[0]
        wakingDescriptor.store(ends[1], ordering: .relaxed)
        signalThatCame.store(0, ordering: .relaxed)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            var action = sigaction()
            guard sigaction(number, nil, &action) == 0 else { continue }
            let isIgnored = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
            if isIgnored { continue }
            action = sigaction()
            action.__sigaction_handler.sa_handler = { number in
                let saved = errno
                signalThatCame.store(number, ordering: .relaxed)
                var byte: UInt8 = 0
                _ = Glibc.write(wakingDescriptor.load(ordering: .relaxed), &byte, 1)
                errno = saved
            }
            sigaction(number, &action, nil)
        }
    }

    func check() throws(Failure) {
        let number = signalThatCame.load(ordering: .relaxed)
        if number != 0 { throw .stopped(number) }
    }

    /// Waits until one of the descriptors is ready or the time is over.
    @discardableResult
    func wait(_ descriptors: [pollfd], milliseconds: Int32 = -1) throws(Failure) -> [pollfd] {
        var all = descriptors + [pollfd(fd: readingEnd, events: Int16(POLLIN), revents: 0)]
        let count = poll(&all, nfds_t(all.count), milliseconds)
        try check()
        return count > 0 ? Array(all.dropLast()) : []
    }
}
