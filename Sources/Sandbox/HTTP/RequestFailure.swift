/// Why a request is rejected before it reaches a route. The connection is closed afterwards.
enum RequestFailure: Error {
    case malformed
    case unknownCoding
    case lineTooLong
    case headTooLarge
    case tooManyHeaders
    case bodyTooLarge

    var answer: Answer {
        let (status, message) =
            switch self {
            case .malformed: (400, "The request is not HTTP/1.1.")
            case .unknownCoding: (501, "The only supported Transfer-Encoding is chunked.")
            case .lineTooLong: (414, "The first line of the request is longer than \(RequestReader.maximumLine) bytes.")
            case .headTooLarge: (431, "The headers are larger than \(RequestReader.maximumHead) bytes.")
            case .tooManyHeaders: (431, "There are too many headers.")
            case .bodyTooLarge: (413, "The body is larger than \(RequestReader.maximumBody) bytes.")
            }
        var answer = Answer(status: status, ["message": .string(message)])
        answer[header: "Connection"] = "close"
        return answer
    }
}
