import FlyingSocks
import Glibc

/// Accepts HTTP connections on an address.
struct Listener {
    /// File descriptors that connections leave free. libdispatch opens files in /proc, and aborts the process if it
    /// can't; deliveries of webhooks need sockets.
    private static let reserve: rlim_t = 128
    private static let pause = Duration.milliseconds(20)

    private let address: any SocketAddress
    private let description: String
    private let handler: SandboxHandler

    /// Why it cannot listen.
    struct Failure: Error, CustomStringConvertible {
        var address: String
        var reason: String
        var description: String { "Can't listen on \(address): \(reason)." }
    }

    init(host: String, port: UInt16, handler: SandboxHandler) throws {
        let host = host == "localhost" ? "127.0.0.1" : host
        description = "\(host), port \(port)"
        self.handler = handler
        do {
            address =
                host.contains(":")
                ? try sockaddr_in6.inet6(ip6: host, port: port) : try sockaddr_in.inet(ip4: host, port: port)
        } catch {
            throw Failure(address: description, reason: "not an IP address")
        }
    }

    /// Serves until the process ends; throws if it can't listen.
    func run(started: @escaping @Sendable (_ url: String) -> Void) async throws {
        let pool = SocketPool<ePoll>.ePoll()
        let socket = try listen()
        try await pool.prepare()
        started(try Self.url(of: socket))
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await pool.run() }
            let listening = try AsyncSocket(socket: socket, pool: pool)
            while true {
                guard Self.hasDescriptors(besides: socket), let accepted = try? await listening.accept() else {
                    // Clients wait in the queue of the kernel until others disconnect.
                    try await Task.sleep(for: Self.pause)
                    continue
                }
                group.addTask { await Connection(socket: accepted, handler: handler).serve() }
            }
        }
    }

    /// A new descriptor is the lowest that is free, so it shows how many are taken.
    private static func hasDescriptors(besides socket: Socket) -> Bool {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return true }
        let probe = dup(socket.file.rawValue)
        guard probe >= 0 else { return false }
        close(probe)
        return rlim_t(probe) < limit.rlim_cur - min(reserve, limit.rlim_cur / 4)
    }

    private func listen() throws -> Socket {
        do {
            let socket = try Socket(domain: Int32(address.family))
            try socket.setValue(true, for: .localAddressReuse)
            try bind(socket, to: address)
            try socket.listen()
            return socket
        } catch {
            throw Failure(address: description, reason: (error as? SocketError)?.errorDescription ?? "\(error)")
        }
    }

    private func bind(_ socket: Socket, to address: some SocketAddress) throws {
        try socket.bind(to: address)
    }

    private static func url(of socket: Socket) throws -> String {
        switch try socket.sockname() {
        case .ip4(let address, let port): "http://\(address):\(port)"
        case .ip6(let address, let port): "http://[\(address)]:\(port)"
        case .unix(let path): "http://\(path)"
        }
    }
}
