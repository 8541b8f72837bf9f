import CPlatform

enum Descriptors {
    /// Runs `body`, which opens the pair of sockets that a libcurl multi handle wakes itself with, and closes them
    /// on exec: libcurl does not. They are among the lowest free numbers; looked for are socket pairs that were not
    /// there before.
    static func closeOnExec<Result>(_ body: () -> Result) -> Result {
        let lowest = eventfd(0, Int32(EFD_CLOEXEC))
        if lowest >= 0 { close(lowest) }
        let before = pairs(from: lowest)
        let result = body()
        let opened = pairs(from: lowest) & ~before
        for offset in 0..<searched where opened >> UInt64(offset) & 1 == 1 {
            cplatform_set_close_on_exec(lowest &+ offset)
        }
        return result
    }

    private static var searched: Int32 { 64 }

    /// A bit for each of the numbers from `lowest` on that is one of a socket pair.
    private static func pairs(from lowest: Int32) -> UInt64 {
        guard lowest >= 0 else { return 0 }
        var found: UInt64 = 0
        for offset in 0..<searched where cplatform_is_socket_pair(lowest &+ offset) == 1 {
            found |= 1 << UInt64(offset)
        }
        return found
    }
}

/// Holds SIGPIPE back on this thread: TLS writes with `write`, and the peer may have closed.
enum SigpipeGuard {
    static func run<Result>(_ body: () -> Result) -> Result {
        var state = cplatform_sigpipe()
        cplatform_block_sigpipe(&state)
        defer { cplatform_restore_sigpipe(&state) }
        return body()
    }
}

enum Event {
    /// Makes an eventfd readable. Async-signal-safe.
    static func signal(_ descriptor: Int32) {
        if descriptor < 0 { return }
        let before = cplatform_errno()
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
        cplatform_set_errno(before)
    }
}
