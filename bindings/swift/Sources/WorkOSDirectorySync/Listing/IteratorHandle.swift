import CWorkOSDS

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Owns one of the library's iterators, and keeps what its callback needs.
final class IteratorHandle {
    private var pointer: OpaquePointer?
    private let observer: AttemptObserver?

    init(_ pointer: OpaquePointer, keeping observer: AttemptObserver?) {
        self.pointer = pointer
        self.observer = observer
    }

    deinit { workosds_iterator_free(pointer) }

    func close() {
        workosds_iterator_free(pointer)
        pointer = nil
    }

    func cancel() {
        if let pointer { workosds_iterator_cancel(pointer) }
    }

    var cursor: String? { String(borrowing: workosds_iterator_cursor(pointer)) }

    func setBlocking(_ blocking: Bool) throws(APIError) {
        var error: OpaquePointer?
        let status = workosds_iterator_set_blocking(try open(), blocking ? 1 : 0, &error)
        if status != Status.ok.rawValue { throw APIError(status: status, taking: error) }
    }

    func descriptor() throws(APIError) -> Int32 {
        var descriptor: Int32 = -1
        var error: OpaquePointer?
        let status = workosds_iterator_fd(try open(), &descriptor, &error)
        if status != Status.ok.rawValue { throw APIError(status: status, taking: error) }
        return descriptor
    }

    /// Calls one of the `next` functions, and `read` if it returned something.
    func step<Value>(
        _ next: (OpaquePointer, UnsafeMutablePointer<OpaquePointer?>) -> Int32,
        _ read: () throws(APIError) -> Value
    ) throws(APIError) -> Step<Value> {
        var error: OpaquePointer?
        let status = Status(rawValue: next(try open(), &error))
        switch status {
        case .ok: return .value(try read())
        case .done: return .end
        case .pending: return .pending
        default: throw APIError(status: status.rawValue, taking: error)
        }
    }

    /// Polls until there is a value or the end, and waits for the descriptor of an iterator that does not block.
    func wait<Value>(_ poll: () throws(APIError) -> Step<Value>) throws(APIError) -> Value? {
        while true {
            switch try poll() {
            case .value(let value): return value
            case .end: return nil
            case .pending: try waitUntilReadable()
            }
        }
    }

    private func waitUntilReadable() throws(APIError) {
        var waiting = pollfd(fd: try descriptor(), events: Int16(POLLIN), revents: 0)
        _ = poll(&waiting, 1, -1)
    }

    private func open() throws(APIError) -> OpaquePointer {
        guard let pointer else { throw APIError(invalidArgument: "the listing is closed") }
        return pointer
    }
}
