import Glibc

/// Signals, and the end of the parent process.
enum ProcessSetup {
    static func prepare(exitWithParent: Bool) {
        // A client that disconnects must not end the server.
        signal(SIGPIPE, SIG_IGN)
        // There is nothing to save: exit at once.
        signal(SIGTERM) { _ in _exit(0) }
        signal(SIGINT) { _ in _exit(0) }
        raiseDescriptorLimit()
        if exitWithParent { Self.exitWithParent() }
    }

    private static func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, 65_536)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// Swift can't import `prctl`, which is variadic and reads its arguments as unsigned longs.
    private static func exitWithParent() {
        typealias Prctl = @convention(c) (CInt, CUnsignedLong, CUnsignedLong, CUnsignedLong, CUnsignedLong) -> CInt
        let parent = getppid()
        let setParentDeathSignal: CInt = 1
        guard let symbol = dlsym(nil, "prctl") else { return }
        let prctl = unsafeBitCast(symbol, to: Prctl.self)
        _ = prctl(setParentDeathSignal, CUnsignedLong(SIGTERM), 0, 0, 0)
        // The parent may have ended before the call.
        if getppid() != parent { _exit(0) }
    }
}
