/// Reads requests from the bytes of a connection. Each byte is examined a few times at most, however they arrive.
struct RequestReader {
    static let maximumLine = 16_384
    static let maximumHead = 65_536
    static let maximumBody = 16_777_216

    /// What is read next.
    private enum State {
        case head
        /// How many bytes of the body are missing.
        case body(RequestHead, Int)
        case chunks(RequestHead, ChunkReader)
    }

    private var state = State.head
    private var buffer: [UInt8] = []
    /// How much of `buffer` was consumed.
    private var start = 0
    /// How much of the head was searched for its end.
    private var searched = 0
    private var body: [UInt8] = []
    /// Whether the client waits for "100 Continue" before it sends the body.
    private(set) var wantsContinue = false

    mutating func append(_ bytes: [UInt8]) {
        if start > 0 {
            buffer.removeFirst(start)
            searched = max(0, searched - start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next whole request; nil if more bytes are needed.
    mutating func next() throws(RequestFailure) -> (head: RequestHead, body: [UInt8])? {
        while true {
            switch state {
            case .head:
                guard let head = try takeHead() else { return nil }
                state = try Self.state(after: head)
                wantsContinue = head["Expect"]?.lowercased() == "100-continue"
            case .body(let head, let missing):
                let part = buffer[start...].prefix(missing)
                body.append(contentsOf: part)
                start += part.count
                state = .body(head, missing - part.count)
                guard part.count == missing else { return nil }
                return finish(head)
            case .chunks(let head, var chunks):
                start += try chunks.read(buffer[start...], into: &body)
                state = .chunks(head, chunks)
                guard body.count <= Self.maximumBody else { throw .bodyTooLarge }
                guard chunks.isComplete else { return nil }
                return finish(head)
            }
        }
    }

    /// To be called once "100 Continue" was sent.
    mutating func continued() { wantsContinue = false }

    private mutating func finish(_ head: RequestHead) -> (head: RequestHead, body: [UInt8]) {
        defer { (state, body, wantsContinue) = (.head, [], false) }
        return (head, body)
    }

    private mutating func takeHead() throws(RequestFailure) -> RequestHead? {
        // Empty lines before a request are ignored (RFC 9112, section 2.2).
        while let byte = buffer[start...].first, byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") { start += 1 }
        searched = max(searched, start)
        guard let end = endOfHead() else {
            let length = buffer.count - start
            let firstLine = buffer[start...].prefix(Self.maximumLine + 1).firstIndex(of: UInt8(ascii: "\n"))
            guard firstLine != nil || length <= Self.maximumLine else { throw .lineTooLong }
            guard length <= Self.maximumHead else { throw .headTooLarge }
            return nil
        }
        let bytes = buffer[start..<end]
        let firstLine = bytes.prefix(Self.maximumLine + 1).firstIndex(of: UInt8(ascii: "\n"))
        guard firstLine != nil || bytes.count <= Self.maximumLine else { throw .lineTooLong }
        guard bytes.count <= Self.maximumHead else { throw .headTooLarge }
        start = searched
        return try RequestHead(bytes)
    }

    /// Where the empty line after the headers begins; `searched` is then the end of that line.
    private mutating func endOfHead() -> Int? {
        let newline = UInt8(ascii: "\n")
        while let end = buffer[searched...].firstIndex(of: newline) {
            var next = end + 1
            if next < buffer.count, buffer[next] == UInt8(ascii: "\r") { next += 1 }
            guard next < buffer.count else {
                searched = end
                return nil
            }
            searched = next
            if buffer[next] == newline {
                searched = next + 1
                return end
            }
        }
        searched = buffer.count
        return nil
    }

    private static func state(after head: RequestHead) throws(RequestFailure) -> State {
        if let coding = head["Transfer-Encoding"] {
            guard coding.lowercased() == "chunked" else { throw .unknownCoding }
            guard head["Content-Length"] == nil else { throw .malformed }
            return .chunks(head, ChunkReader())
        }
        guard let text = head["Content-Length"] else { return .body(head, 0) }
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { throw .malformed }
        guard let length = Int(text), length <= maximumBody else { throw .bodyTooLarge }
        return .body(head, length)
    }
}
