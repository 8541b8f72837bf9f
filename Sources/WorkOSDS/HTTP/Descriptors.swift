import CPlatform

enum Descriptors {
    /// Runs `body`, which opens the pair of sockets that a libcurl multi handle wakes itself with, and closes
    /// them on exec: libcurl does not. They are the two lowest free numbers unless another thread opens
    /// something at the same moment; only unnamed socket pairs are touched.
    static func closeOnExec<Result>(_ body: () -> Result) -> Result {
        let first = eventfd(0, Int32(EFD_CLOEXEC))
        let second = eventfd(0, Int32(EFD_CLOEXEC))
        for probe in [first, second] where probe >= 0 { close(probe) }
        let result = body()
        for probe in [first, second] where probe >= 0 && cplatform_is_socket_pair(probe) == 1 {
            cplatform_set_close_on_exec(probe)
        }
        return result
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
