import FlyingFox
import FlyingSocks

/// Ends a connection without a byte of an answer. FlyingFox asks the handler of a protocol upgrade for its frames
/// before it writes anything, and closes the connection when that fails.
struct Refusal: WSHandler {
    func makeFrames(for client: AsyncThrowingStream<WSFrame, any Error>) async throws -> AsyncStream<WSFrame> {
        throw SocketError.disconnected
    }
}

/// A body that breaks off: the head has promised more than these bytes.
struct BrokenBody: AsyncBufferedSequence {
    typealias Element = UInt8

    let bytes: ArraySlice<UInt8>

    func makeAsyncIterator() -> Iterator { Iterator(rest: bytes) }

    struct Iterator: AsyncBufferedIteratorProtocol {
        var rest: ArraySlice<UInt8>

        mutating func next() async throws -> UInt8? {
            guard let byte = rest.popFirst() else { throw SocketError.disconnected }
            return byte
        }

        mutating func nextBuffer(suggested count: Int) async throws -> ArraySlice<UInt8>? {
            guard !rest.isEmpty else { throw SocketError.disconnected }
            let buffer = rest.prefix(count)
            rest = rest.dropFirst(count)
            return buffer
        }
    }
}
