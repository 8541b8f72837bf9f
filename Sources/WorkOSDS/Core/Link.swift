import CPlatform

/// What an iterator's requests run on: its descriptors, and the connection it has borrowed from the client.
final class Link {
    let client: Client
    let reactor: Reactor
    private(set) var connection: Connection?

    /// Not a throwing `init`: Embedded Swift does not give back the memory of an object whose initializer fails.
    static func make(_ client: Client) throws(Failure) -> Link {
        client.enter()
        guard let reactor = Reactor(clientCancelDescriptor: client.cancelDescriptor()) else {
            throw Failure(.internalError, "no file descriptor left: raise the process's limit or free iterators")
        }
        return Link(client, reactor)
    }

    private init(_ client: Client, _ reactor: Reactor) {
        self.client = client
        self.reactor = reactor
    }

    deinit {
        client.enter()
        giveBack()
    }

    func connect(now: Int64) throws(Failure) -> Connection {
        if let connection { return connection }
        guard let fresh = client.takeConnection(now: now) else {
            throw Failure(.outOfMemory, Failure.outOfMemoryMessage)
        }
        connection = fresh
        return fresh
    }

    /// The connection goes back to the client, a request under way ends with its connection.
    func giveBack() {
        guard let connection else { return }
        self.connection = nil
        client.giveBack(connection, now: cplatform_monotonic_ms())
    }

    /// In a forked child: puts away what is the parent's. Returns whether there was anything.
    func leaveParent() throws(Failure) -> Bool {
        client.enter()
        guard reactor.isInherited else { return false }
        connection = nil
        guard reactor.replaceInherited() else {
            throw Failure(.internalError, "no file descriptor left in the forked process")
        }
        return true
    }
}
