import FlyingFox
import FlyingSocks
import Glibc

/// Sees each socket that waits, and sets what FlyingFox doesn't. Accepted sockets inherit the listener's settings.
struct PromptSocketPool: AsyncSocketPool {
    private static let sendBufferSize: Int32 = 400_000

    private let base: any AsyncSocketPool = HTTPServer.defaultPool(logger: .disabled)

    func prepare() async throws { try await base.prepare() }

    func run() async throws { try await base.run() }

    func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
        // Nagle's algorithm would keep the body of an answer on a kept connection back for 40 ms, until the client
        // acknowledges its head; and a page that doesn't fit into the send buffer takes several turns to write.
        try? socket.setValue(Self.sendBufferSize, for: .sendBufferSize)
        try? socket.setValue(true, for: BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY))
        try await base.suspendSocket(socket, untilReadyFor: events)
    }
}
