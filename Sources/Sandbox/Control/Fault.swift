/// What one entry of `/_sandbox/faults` does to the requests that it matches.
struct Fault: Sendable {
    private let given: JSONObject
    private let method: String?
    private let path: String?
    let status: Int?
    /// Headers to set on the response; null removes one.
    private let headers: [(name: String, value: String?)]
    let body: [UInt8]?
    let delay: Int
    let interruption: Answer.Interruption?
    /// How many more requests it applies to; nil for all.
    private(set) var remaining: Int?
    private(set) var skip: Int
    private(set) var hits = 0

    init(_ given: JSONObject) throws(Problem) {
        self.given = given
        let reader = MemberReader(given)
        method = try reader.string("method")?.uppercased()
        path = try reader.string("path")
        status = try reader.integer("status", 100...999)
        body = try reader.string("body").map { Array($0.utf8) }
        delay = try reader.integer("delay_ms", 0...Behavior.maximumDelay) ?? 0
        let count = try reader.integer("count", 0...Int.max) ?? 1
        remaining = count == 0 ? nil : count
        skip = try reader.integer("skip", 0...Int.max) ?? 0
        headers = try Self.headers(reader)
        interruption = try Self.interruption(reader)
        guard status != nil || delay > 0 || interruption != nil || !headers.isEmpty || body != nil else {
            throw .invalid([.init("status", "A fault needs a status, headers, body, delay_ms or close.")])
        }
    }

    /// The path as sent, not decoded. A pattern that ends in `*` matches any path with that prefix. A pattern with a
    /// `?` is compared with the query too.
    func matches(_ request: Request) -> Bool {
        if let method, method != request.method { return false }
        guard let path else { return true }
        let subject = path.contains("?") ? request.target : request.path
        return path.hasSuffix("*") ? subject.hasPrefix(path.dropLast()) : subject == path
    }

    /// Whether this fault applies to a request that matches. The request is counted in either case.
    mutating func fires() -> Bool {
        if skip > 0 {
            skip -= 1
            return false
        }
        hits += 1
        if let remaining { self.remaining = remaining - 1 }
        return true
    }

    var isSpent: Bool { remaining == 0 }

    /// The response that replaces the usual one; nil to send the usual one.
    var answer: Answer? {
        guard let status else { return nil }
        if status == 204 || status == 304, body == nil { return Answer(status: status, body: []) }
        let message: JSONObject = ["message": .string(Answer.phrase(status))]
        return Answer(status: status, body: body ?? message.text)
    }

    func change(_ answer: inout Answer) {
        for header in headers { answer[header: header.name] = header.value }
        answer.interruption = interruption
    }

    var description: JSONObject {
        var description = given
        description["count"] = JSON(remaining ?? 0)
        description["skip"] = JSON(skip)
        description["hits"] = JSON(hits)
        return description
    }

    private static func headers(_ reader: MemberReader) throws(Problem) -> [(name: String, value: String?)] {
        var headers: [(name: String, value: String?)] = []
        for member in try reader.object("headers")?.members ?? [] {
            switch member.value {
            case .null: headers.append((member.key, nil))
            case .string(let text), .number(let text): headers.append((member.key, text))
            default: throw reader.wrong("headers", "A header's value must be a string, or null to take it off.")
            }
        }
        return headers
    }

    private static func interruption(_ reader: MemberReader) throws(Problem) -> Answer.Interruption? {
        guard let text = try reader.string("close") else { return nil }
        guard let interruption = Answer.Interruption(rawValue: text) else {
            throw reader.wrong("close", "close must be one of: before_answer, mid_body.")
        }
        return interruption
    }
}
