/// A request. Path and query are split before they are decoded: an encoded `/` or `?` stays part of an id.
struct Request: Sendable {
    let method: String
    /// As sent, with the query.
    let target: String
    /// The target without its query.
    let path: String
    /// Nil if a segment has an invalid encoding.
    let segments: [String]?
    private let head: RequestHead
    let body: [UInt8]
    private let items: [(name: String, value: String)]

    init(_ head: RequestHead, body: [UInt8]) {
        self.head = head
        method = head.method
        target = head.target
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = Self.originForm(String(parts[0]))
        segments = Self.segments(of: path)
        self.body = body
        items = Self.items(of: parts.count > 1 ? parts[1] : "")
    }

    /// The first value of a query parameter.
    func query(_ name: String) -> String? {
        items.first { $0.name == name }?.value
    }

    /// The same, but nil if it is empty.
    func filter(_ name: String) -> String? {
        query(name).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// All values of a parameter that may be repeated, as `name`, `name[]` or `name[0]`.
    func values(_ name: String) -> [String] {
        items.filter { item in
            guard item.name.hasPrefix(name) else { return false }
            let rest = item.name.dropFirst(name.count)
            return rest.isEmpty || rest.wholeMatch(of: /\[[0-9]*\]/) != nil
        }.map(\.value)
    }

    /// A query parameter that is a time.
    func time(_ name: String) throws(Problem) -> Timestamp? {
        guard let text = query(name) else { return nil }
        guard let time = Timestamp(text: text) else {
            throw .invalid([.init(name, "\(name) must be an ISO 8601 time in UTC, like 2026-01-15T12:00:00.000Z.")])
        }
        return time
    }

    var headers: [RequestHead.Header] { head.headers }

    func header(_ name: String) -> String? {
        head[name]
    }

    var acceptsGzip: Bool {
        let codings = header("Accept-Encoding")?.lowercased().split(separator: ",") ?? []
        return codings.contains { coding in
            let parts = coding.split(separator: ";").map { $0.filter { $0 != " " } }
            return parts.first == "gzip"
                && !parts.dropFirst().contains { ["q=0", "q=0.0", "q=0.00", "q=0.000"].contains($0) }
        }
    }

    /// Parses the body as a JSON object. Returns an empty object for an empty body.
    func object() throws(Problem) -> JSONObject {
        guard !body.isEmpty else { return [:] }
        let value: JSON
        do {
            value = try JSONParser.parse(body)
        } catch {
            throw .message(400, "The body is not JSON: \(error).")
        }
        guard let object = value.object else { throw .message(400, "The body must be a JSON object.") }
        return object
    }

    /// Clients of a proxy send `http://host/path`.
    private static func originForm(_ path: String) -> String {
        guard let scheme = path.firstRange(of: "://"), !path.hasPrefix("/") else { return path }
        let rest = path[scheme.upperBound...]
        return rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? "/"
    }

    private static func segments(of path: String) -> [String]? {
        var segments: [String] = []
        for raw in path.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            guard let segment = decode(raw) else { return nil }
            segments.append(segment)
        }
        // A trailing slash is ignored.
        if segments.last == "" { segments.removeLast() }
        return segments
    }

    private static func items(of query: Substring) -> [(name: String, value: String)] {
        query.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let texts = parts.map { part in
                let spaced = part.replacing("+", with: " ")
                return decode(spaced[...]) ?? String(spaced)
            }
            return (texts[0], texts.count > 1 ? texts[1] : "")
        }
    }

    /// Nil if a percent sign isn't followed by two hexadecimal digits.
    private static func decode(_ text: Substring) -> String? {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = hexadecimal(rest.popFirst()), let low = hexadecimal(rest.popFirst()) else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hexadecimal(_ byte: UInt8?) -> UInt8? {
        byte.flatMap { Character(UnicodeScalar($0)).hexDigitValue }.map { UInt8($0) }
    }
}
