import FlyingSocks
import Glibc

/// Accepts HTTP connections on an address.
struct Listener {
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
                guard let accepted = try? await listening.accept() else {
                    // Perhaps too many files are open, and some will be closed soon.
                    try await Task.sleep(for: .milliseconds(20))
                    continue
                }
                group.addTask { await Connection(socket: accepted, handler: handler).serve() }
            }
        }
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
