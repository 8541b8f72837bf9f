import CPlatform

/// The resources of an iterator's requests: its descriptors, and the connection borrowed from the pool. One per
/// iterator, and used by the thread that uses the iterator.
final class Session {
    let client: Client
    let reactor = Reactor()
    /// Borrowed from the first request until the iterator ends, so that a listing uses one connection; nil before and
    /// after.
    private(set) var connection: Connection?

    /// Not a throwing `init`, because Embedded Swift leaks an object whose initializer fails.
    static func make(_ client: Client) throws(Failure) -> Session {
        let session = Session(client)
        try session.open()
        return session
    }

    private init(_ client: Client) { self.client = client }

    deinit { returnToPool() }

    /// Whether its resources belong to a parent process.
    var isInherited: Bool { reactor.isInherited }

    /// In a forked child: replaces inherited resources. Returns whether there were any.
    func resetAfterFork() throws(Failure) -> Bool {
        guard isInherited else { return false }
        connection = nil
        try open()
        return true
    }

    private func open() throws(Failure) {
        if let refusal = ProcessGate.refusal { throw refusal }
        let (client, reactor) = (client, reactor)
        guard ProcessGate.hold({ reactor.open(clientCancel: client.cancelDescriptor()) }) == true else {
            throw Descriptor.shortage
        }
    }

    /// A connection whose descriptors the host has closed is not used again.
    func connect(now: Int64) throws(Failure) -> Connection {
        if let connection, connection.isIntact { return connection }
        connection = nil
        let fresh = try client.transport.takeConnection(now: now)
        connection = fresh
        return fresh
    }

    /// Returns the connection to the pool. A current request ends with its connection.
    func returnToPool() {
        guard let connection else { return }
        self.connection = nil
        client.transport.returnToPool(connection, now: cplatform_monotonic_ms())
    }
}
