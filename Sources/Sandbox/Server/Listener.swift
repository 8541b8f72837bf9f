import FlyingFox
import FlyingSocks
import Foundation

/// The HTTP server on its address.
struct Listener {
    private let server: HTTPServer
    private let host: String

    init(host: String, port: UInt16, handler: some HTTPHandler) throws {
        self.host = host == "localhost" ? "127.0.0.1" : host
        // A handler may take this long, which bounds the delays that faults can ask for.
        let timeout = Double(Fault.maximumDelay) / 1000 + 30
        let configuration =
            if self.host.contains(":") {
                HTTPServer.Configuration(
                    address: try .inet6(ip6: self.host, port: port),
                    timeout: timeout,
                    pool: PromptSocketPool(),
                    logger: .disabled
                )
            } else {
                HTTPServer.Configuration(
                    address: try .inet(ip4: self.host, port: port),
                    timeout: timeout,
                    pool: PromptSocketPool(),
                    logger: .disabled
                )
            }
        server = HTTPServer(config: configuration, handler: handler)
    }

    /// Serves until the process ends, or throws where it can't listen.
    func run(started: @escaping @Sendable (_ url: String) -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await server.run()
                } catch {
                    throw Failure(address: address, reason: error)
                }
            }
            group.addTask {
                try await server.waitUntilListening()
                started(await url())
            }
            // Whoever fails first ends both.
            for try await _ in group {}
        }
    }

    private func url() async -> String {
        switch await server.listeningAddress {
        case .ip4(let address, let port): "http://\(address):\(port)"
        case .ip6(let address, let port): "http://[\(address)]:\(port)"
        default: "http://\(host)"
        }
    }
}
