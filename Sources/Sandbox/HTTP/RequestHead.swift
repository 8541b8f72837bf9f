/// The first line and the headers of a request.
struct RequestHead: Sendable, Equatable {
    /// A header as sent; names are compared without case.
    struct Header: Sendable, Equatable {
        var name: String
        var value: String
    }

    private static let maximumHeaders = 100

    let method: String
    /// Path and query, as sent.
    let target: String
    private let version: String
    let headers: [Header]

    /// - Parameter bytes: the whole head without the empty line at its end.
    init(_ bytes: ArraySlice<UInt8>) throws(RequestFailure) {
        let lines = bytes.split(separator: UInt8(ascii: "\n")).map { line in
            line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        }
        guard lines.count <= Self.maximumHeaders + 1 else { throw .tooManyHeaders }
        let words = (lines.first ?? []).split(separator: UInt8(ascii: " "))
        guard words.count == 3 else { throw .malformed }
        method = String(decoding: words[0], as: UTF8.self)
        target = String(decoding: words[1], as: UTF8.self)
        version = String(decoding: words[2], as: UTF8.self)
        guard ["HTTP/1.0", "HTTP/1.1"].contains(version) else { throw .malformed }
        var headers: [Header] = []
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else { throw .malformed }
            headers.append(
                Header(name: Self.trimmed(line[..<colon]), value: Self.trimmed(line[line.index(after: colon)...]))
            )
        }
        self.headers = headers
    }

    /// The first header of that name, ignoring case.
    subscript(name: String) -> String? {
        let name = name.lowercased()
        return headers.first { $0.name.lowercased() == name }?.value
    }

    /// Whether the connection stays open for another request.
    var keepsConnection: Bool {
        let tokens = (self["Connection"] ?? "").lowercased().split(separator: ",").map { $0.filter { $0 != " " } }
        return version == "HTTP/1.1" ? !tokens.contains("close") : tokens.contains("keep-alive")
    }

    private static func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> String {
        func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let start = bytes.drop(while: isSpace)
        let end = start.lastIndex { !isSpace($0) }.map { start.index(after: $0) } ?? start.startIndex
        return String(decoding: start[..<end], as: UTF8.self)
    }
}
