import CWorkOSDS

/// A request that returns no record, for event loops. It is for one thread at a time, and sends nothing before `run` or
/// the first `poll`.
public final class DirectoryRequest {
    private let handle: IteratorHandle

    init(_ handle: IteratorHandle) { self.handle = handle }

    /// Waits until the API has accepted the request.
    public func run() throws(APIError) {
        _ = try handle.wait { () throws(APIError) in try poll() }
    }

    /// ``Step/end`` when the API has accepted the request; ``Step/pending`` before, after `setBlocking(false)`.
    public func poll() throws(APIError) -> Step<Never> {
        var text: UnsafePointer<CChar>?
        let step = try handle.step({ workosds_iterator_next_json($0, &text, nil, $1) }) { () }
        if case .pending = step { return .pending }
        return .end
    }

    /// See ``Listing/setBlocking(_:)``.
    public func setBlocking(_ blocking: Bool) throws(APIError) { try handle.setBlocking(blocking) }

    /// See ``Listing/descriptor()``.
    public func descriptor() throws(APIError) -> Int32 { try handle.descriptor() }

    /// Ends the request: further calls throw ``Status/cancelled``.
    public func cancel() { handle.cancel() }

    /// Ends the request and closes the descriptor.
    public func close() { handle.close() }
}
