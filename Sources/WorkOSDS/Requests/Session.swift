import CPlatform

/// What an iterator's requests run on: its descriptors, and the connection it has borrowed from the client.
final class Session {
    let client: Client
    let reactor = Reactor()
    private(set) var connection: Connection?

    /// Not a throwing `init`: Embedded Swift does not give back the memory of an object whose initializer fails.
    static func make(_ client: Client) throws(Failure) -> Session {
        let session = Session(client)
        try session.open()
        return session
    }

    private init(_ client: Client) { self.client = client }

    deinit { giveBack() }

    /// What it holds belongs to a process that this one was forked from.
    var isInherited: Bool { reactor.isInherited }

    /// In a forked child: makes its own what was the parent's. Returns whether there was anything.
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

    func connect(now: Int64) throws(Failure) -> Connection {
        if let connection, connection.isIntact { return connection }
        connection = nil
        let fresh = try client.transport.takeConnection(now: now)
        connection = fresh
        return fresh
    }

    /// The connection goes back to the client, a request under way ends with its connection.
    func giveBack() {
        guard let connection else { return }
        self.connection = nil
        client.transport.giveBack(connection, now: cplatform_monotonic_ms())
    }
}
