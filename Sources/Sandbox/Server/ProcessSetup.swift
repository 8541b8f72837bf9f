import Glibc

/// What the process needs of the system.
enum ProcessSetup {
    static func prepare(exitWithParent: Bool) {
        // A client that hangs up must not end the server.
        signal(SIGPIPE, SIG_IGN)
        // Nothing is to be saved: end at once, whatever is going on.
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

    /// `prctl` is variadic, which Swift can't import, and it reads its arguments as unsigned longs.
    private static func exitWithParent() {
        typealias Prctl = @convention(c) (CInt, CUnsignedLong, CUnsignedLong, CUnsignedLong, CUnsignedLong) -> CInt
        let parent = getppid()
        let setParentDeathSignal: CInt = 1
        guard let symbol = dlsym(nil, "prctl") else { return }
        let prctl = unsafeBitCast(symbol, to: Prctl.self)
        _ = prctl(setParentDeathSignal, CUnsignedLong(SIGTERM), 0, 0, 0)
        // It may have gone in the meantime.
        if getppid() != parent { _exit(0) }
    }
}
