import CPlatform

/// Fork and exit of the process. Objects with descriptors or locks store the epoch in which they were created, and
/// reset themselves with `resetAfterFork` when a child first uses them, so that entry points need not.
enum ProcessGate {
    /// Differs between a process and each of its children: an object of another epoch belongs to an ancestor.
    static var epoch: UInt32 { cplatform_fork_epoch() }

    /// Runs `body`, which may take a lock that a forked child would find locked. nil if the gate is closed permanently;
    /// see `refusal`. `body` must be short and not wait for the network, because fork waits for it.
    @inline(__always)
    static func hold<Result>(_ body: () -> Result) -> Result? { hold(writing: 0, body) }

    /// The same for a call of libcurl, with SIGPIPE blocked: it may write to a connection that the peer has closed.
    @inline(__always)
    static func holdForLibcurl<Result>(_ body: () -> Result) -> Result? { hold(writing: 1, body) }

    @inline(__always)
    private static func hold<Result>(writing: Int32, _ body: () -> Result) -> Result? {
        let place = cplatform_gate_enter(writing)
        if place < 0 { return nil }
        defer { cplatform_gate_leave(place) }
        return body()
    }

    /// Why the gate is closed; nil while it is open.
    static var refusal: Failure? {
        switch cplatform_gate_refusal() {
        case 0: return nil
        case Int32(CPLATFORM_REFUSED_EXITING):
            return Failure(.internalError, "the process is ending: OpenSSL has been shut down")
        default:
            return Failure(
                .internalError,
                "forked while another thread was inside libcurl: this process cannot send requests, fork again or exec")
        }
    }
}
