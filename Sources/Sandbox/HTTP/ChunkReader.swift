/// Decodes a chunked body (RFC 9112, section 7.1).
struct ChunkReader {
    /// What the next bytes are.
    private enum Part {
        case size
        case content(Int)
        case end
        case trailer
    }

    private static let maximumLine = 4096

    private var part = Part.size
    private var line: [UInt8] = []
    private(set) var isComplete = false

    /// Returns how many of the bytes belong to the body.
    mutating func read(_ bytes: ArraySlice<UInt8>, into body: inout [UInt8]) throws(RequestFailure) -> Int {
        var rest = bytes
        while !isComplete, !rest.isEmpty {
            if case .content(let missing) = part {
                let content = rest.prefix(missing)
                body.append(contentsOf: content)
                rest = rest.dropFirst(content.count)
                part = content.count == missing ? .end : .content(missing - content.count)
            } else if let line = try takeLine(&rest) {
                try finish(line)
            }
        }
        return bytes.count - rest.count
    }

    private mutating func takeLine(_ rest: inout ArraySlice<UInt8>) throws(RequestFailure) -> [UInt8]? {
        let end = rest.firstIndex(of: UInt8(ascii: "\n"))
        line.append(contentsOf: rest[..<(end ?? rest.endIndex)])
        rest = end.map { rest[($0 + 1)...] } ?? []
        guard line.count <= Self.maximumLine else { throw .malformed }
        guard end != nil else { return nil }
        defer { line = [] }
        return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }

    private mutating func finish(_ line: [UInt8]) throws(RequestFailure) {
        switch part {
        case .size:
            let digits = line.prefix { $0 != UInt8(ascii: ";") }
            guard digits.count <= 8, let size = Int(String(decoding: digits, as: UTF8.self), radix: 16), size >= 0
            else { throw .malformed }
            guard size <= RequestReader.maximumBody else { throw .bodyTooLarge }
            part = size == 0 ? .trailer : .content(size)
        case .end:
            guard line.isEmpty else { throw .malformed }
            part = .size
        case .trailer: isComplete = line.isEmpty
        case .content: break
        }
    }
}
