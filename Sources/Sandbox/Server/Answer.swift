import FlyingFox
import Foundation

/// What a route answers, before it is put into HTTP.
struct Answer: Sendable {
    static let json = "application/json; charset=utf-8"

    /// Where a fault cuts the connection.
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

    func response() -> HTTPResponse {
        var headers = HTTPHeaders()
        for header in self.headers { headers.addValue(header.value, for: HTTPHeader(header.name)) }
        let statusCode = HTTPStatusCode(status, phrase: Self.phrase(status))
        switch interruption {
        case .beforeAnswer:
            return HTTPResponse(webSocket: Refusal())
        case .midBody:
            let half = body.prefix(body.count / 2)
            let sequence = HTTPBodySequence(from: BrokenBody(bytes: half), count: body.count)
            return HTTPResponse(statusCode: statusCode, headers: headers, body: sequence)
        case nil:
            // In one piece: a second small packet would wait for the first one's acknowledgement.
            let sequence = HTTPBodySequence(data: Data(body), suggestedBufferSize: max(body.count, 1))
            return HTTPResponse(statusCode: statusCode, headers: headers, body: sequence)
        }
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
        case 422: "Unprocessable Entity"
        case 429: "Too Many Requests"
        case 500: "Internal Server Error"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        default: "Status \(status)"
        }
    }
}
