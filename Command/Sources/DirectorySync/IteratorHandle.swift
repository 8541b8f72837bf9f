import CWorkOSDS
import Glibc

/// Owns one of the library's iterators, and keeps its client.
final class IteratorHandle: RecordOwner {
    private var pointer: OpaquePointer?
    private let client: Client

    init(_ pointer: OpaquePointer, of client: Client) {
        self.pointer = pointer
        self.client = client
    }

    deinit { workosds_iterator_free(pointer) }

    func close() {
        turn += 1
        workosds_iterator_free(pointer)
        pointer = nil
    }

    func cancel() { workosds_iterator_cancel(pointer) }

    var cursor: String? { workosds_iterator_cursor(pointer).map { String(cString: $0) } }

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

    /// Calls one of the `next` functions and reads what it gave.
    func step<Value>(
        _ call: (OpaquePointer, UnsafeMutablePointer<OpaquePointer?>) -> Int32, _ read: () -> Value?
    ) throws(APIError) -> Step<Value> {
        let pointer = try open()
        var error: OpaquePointer?
        turn += 1
        let status = Status(rawValue: call(pointer, &error))
        switch status {
        case .ok:
            guard let value = read() else { return .end }
            return .value(value)
        case .done: return .end
        case .pending: return .pending
        default: throw APIError(status: status.rawValue, taking: error)
        }
    }

    /// Looks until there is something, waiting on the descriptor where the iterator does not wait itself.
    func wait<Value>(_ look: () throws(APIError) -> Step<Value>) throws(APIError) -> Value? {
        while true {
            switch try look() {
            case .value(let value): return value
            case .end: return nil
            case .pending:
                var waiting = pollfd(fd: try descriptor(), events: Int16(POLLIN), revents: 0)
                _ = Glibc.poll(&waiting, 1, -1)
            }
        }
    }

    private func open() throws(APIError) -> OpaquePointer {
        guard let pointer else { throw APIError(invalidArgument: "the listing is closed") }
        return pointer
    }
}
