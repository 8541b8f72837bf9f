/// A route's response, before it is written as HTTP.
struct Answer: Sendable {
    static let json = "application/json; charset=utf-8"

    /// Where a fault closes the connection.
    enum Interruption: String, Sendable {
        case beforeAnswer = "before_answer"
        case midBody = "mid_body"
    }

    var status: Int
    var headers: [(name: String, value: String)] = []
    var body: [UInt8]
    var interruption: Interruption?

    init(status: Int = 200, body: [UInt8], contentType: String = Answer.json) {
        self.status = status
        self.body = body
        headers = [("Content-Type", contentType)]
    }

    init(status: Int = 200, _ object: JSONObject) {
        self.init(status: status, body: object.text)
    }

    init(_ problem: Problem) {
        self.init(status: problem.status, problem.body)
    }

    static let noContent: Answer = {
        var answer = Answer(status: 204, body: [])
        answer.headers = []
        return answer
    }()

    subscript(header name: String) -> String? {
        get { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
        set {
            headers.removeAll { $0.name.lowercased() == name.lowercased() }
            if let newValue { headers.append((name, newValue)) }
        }
    }

    /// The status line and the headers, and the empty line after them.
    func head() -> [UInt8] {
        var lines = ["HTTP/1.1 \(status) \(Self.phrase(status))"] + headers.map { "\($0.name): \($0.value)" }
        let hasNoBody = status == 204 || status == 304 || status < 200
        if !hasNoBody, self[header: "Content-Length"] == nil, self[header: "Transfer-Encoding"] == nil {
            lines.append("Content-Length: \(body.count)")
        }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    static func phrase(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 201: "Created"
        case 202: "Accepted"
        case 204: "No Content"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 409: "Conflict"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 422: "Unprocessable Entity"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        default: "Status \(status)"
        }
    }
}
