import FlyingFox
import FlyingSocks
import Glibc

/// Sees each socket that waits, and switches off Nagle's algorithm on it: with it, the body of an answer on a kept
/// connection would wait 40 ms for the acknowledgement of its head. Accepted sockets inherit the listener's setting.
struct PromptSocketPool: AsyncSocketPool {
    private let base: any AsyncSocketPool = HTTPServer.defaultPool(logger: .disabled)

    func prepare() async throws { try await base.prepare() }

    func run() async throws { try await base.run() }

    func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
        try? socket.setValue(true, for: BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY))
        try await base.suspendSocket(socket, untilReadyFor: events)
    }
}
