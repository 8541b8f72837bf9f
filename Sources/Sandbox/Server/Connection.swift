import FlyingSocks
import FoundationEssentials
import Glibc

/// One client connection. Its requests are answered one after the other.
struct Connection {
    /// A send buffer that is large enough for most pages, so that one write sends a page.
    private static let sendBufferSize: Int32 = 400_000
    /// How much of a rejected request is read and discarded, so that the client sees the response.
    private static let maximumDrain = 67_108_864

    let socket: AsyncSocket
    let handler: SandboxHandler

    /// Serves requests until the client or a response closes the connection.
    func serve() async {
        try? socket.socket.setValue(Self.sendBufferSize, for: .sendBufferSize)
        // Nagle's algorithm would delay the rest of a response by 40 ms, until the client acknowledges its start.
        try? socket.socket.setValue(true, for: BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY))
        try? await serveRequests()
        try? socket.close()
    }

    private func serveRequests() async throws {
        var reader = RequestReader()
        while true {
            do {
                while let (head, body) = try reader.next() {
                    let answer = await handler.answer(Request(head, body: body))
                    guard try await write(answer, to: head) else { return }
                }
            } catch let failure as RequestFailure {
                try await socket.write(Data(failure.answer.head() + failure.answer.body))
                return try await drain()
            }
            if reader.wantsContinue {
                try await socket.write(Data("HTTP/1.1 100 Continue\r\n\r\n".utf8))
                reader.continued()
            }
            reader.append(try await socket.read(atMost: 65_536))
        }
    }

    /// Returns whether the connection stays open.
    private func write(_ answer: Answer, to head: RequestHead) async throws -> Bool {
        switch answer.interruption {
        case .beforeAnswer: return false
        case .midBody:
            try await socket.write(Data(answer.head() + answer.body.prefix(answer.body.count / 2)))
            return false
        case nil: break
        }
        var answer = answer
        let keeps = head.keepsConnection && answer[header: "Connection"]?.lowercased() != "close"
        if keeps, answer[header: "Connection"] == nil { answer[header: "Connection"] = head["Connection"] }
        try await socket.write(Data(answer.head() + answer.body))
        return keeps
    }

    /// Closing a connection with unread data resets it, and the client loses the response.
    private func drain() async throws {
        shutdown(socket.socket.file.rawValue, Int32(SHUT_WR))
        var rest = Self.maximumDrain
        while rest > 0 { rest -= try await socket.read(atMost: 65_536).count }
    }
}
