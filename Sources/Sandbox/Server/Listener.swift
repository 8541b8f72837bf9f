import FlyingFox
import FlyingSocks
import Foundation

/// The HTTP server on its address.
struct Listener {
    private let server: HTTPServer
    private let address: String

    struct Failure: Error, CustomStringConvertible {
        var address: String
        var reason: String
        var description: String { "Can't listen on \(address): \(reason)." }
    }

    init(host: String, port: UInt16, handler: some HTTPHandler) throws {
        let host = host == "localhost" ? "127.0.0.1" : host
        address = "\(host), port \(port)"
        // FlyingFox ends a handler that takes longer, so no fault may ask for more delay than this. It keeps a timer
        // per request until then, so this can't be for ever either.
        let timeout = Double(Fault.maximumDelay) / 1000 + 5
        do {
            server = HTTPServer(
                config: host.contains(":")
                    ? .init(
                        address: try .inet6(ip6: host, port: port),
                        timeout: timeout,
                        pool: PromptSocketPool(),
                        logger: .disabled
                    )
                    : .init(
                        address: try .inet(ip4: host, port: port),
                        timeout: timeout,
                        pool: PromptSocketPool(),
                        logger: .disabled
                    ),
                handler: handler
            )
        } catch {
            throw Failure(address: address, reason: "not an IP address")
        }
    }

    /// Serves until the process ends, or throws where it can't listen.
    func run(started: @escaping @Sendable (_ url: String) -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await server.run()
                } catch {
                    throw Failure(address: address, reason: error.localizedDescription)
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
        default: "http://\(address)"
        }
    }
}
