import CPlatform

/// The descriptors of a client's open sockets.
final class SocketRegistry {
    private let sockets = cplatform_sockets_new()
    private let forkGuard = ForkGuard()

    deinit { cplatform_sockets_free(sockets) }

    func add(_ descriptor: Int32) { cplatform_sockets_add(sockets, descriptor) }
    func remove(_ descriptor: Int32) { cplatform_sockets_remove(sockets, descriptor) }

    /// In a forked child: nothing that libcurl does with an inherited socket reaches the peer any more.
    func leaveInherited() { forkGuard.enter { cplatform_sockets_neutralize(sockets) } }
}
