/// An error response, in the forms recorded from the API.
struct Problem: Error {
    /// A rejected parameter.
    struct FieldError {
        var field: String
        /// The API's message.
        var code: String

        init(_ field: String, _ code: String) {
            self.field = field
            self.code = code
        }
    }

    var status: Int
    var body: JSONObject

    static func message(_ status: Int, _ message: String, code: String? = nil) -> Problem {
        var body: JSONObject = ["message": .string(message)]
        if let code { body["code"] = .string(code) }
        return Problem(status: status, body: body)
    }

    static func unknown(_ kind: ObjectKind, _ id: String) -> Problem {
        let body: JSONObject = [
            "message": "\(kind.title) not found: '\(id)'.", "code": "entity_not_found", "entity_id": .string(id),
        ]
        return Problem(status: 404, body: body)
    }

    static func invalid(_ errors: [FieldError]) -> Problem {
        let list = errors.map { JSON.object(["field": .string($0.field), "code": .string($0.code)]) }
        return Problem(status: 422, body: ["message": "Validation failed", "errors": .array(list)])
    }

    /// The recorded response to a list request that lacks both of two parameters, one of which is required.
    static func missing(_ first: String, or second: String) -> Problem {
        let code = #"Please provide either "\#(first)" or "\#(second)" parameters."#
        return .invalid([FieldError(first, code), FieldError(second, code)])
    }

    static func unknownCursor(_ cursor: ListQuery.Cursor) -> Problem {
        .invalid([FieldError(cursor.parameter, "No such object: '\(cursor.id)'.")])
    }

    /// How `POST /directories/{id}/sync` fails.
    /// - Parameter retryAfter: milliseconds, rounded up to seconds in the body. Does not set a Retry-After header.
    static func sync(_ status: Int, _ code: String, _ message: String, retryAfter: Int64? = nil) -> Problem {
        var body: JSONObject = ["code": .string("directory_sync_" + code), "message": .string(message)]
        if let retryAfter { body["retry_after_seconds"] = JSON(Int((retryAfter - 1) / 1000 + 1)) }
        return Problem(status: status, body: body)
    }

    static let unauthorized = message(401, "Unauthorized")
    static let forbidden = message(403, "Forbidden")
    static let noRoute = message(404, "Not Found")
}

extension Problem: CustomStringConvertible {
    /// The body's messages, for people.
    var description: String {
        let sentences = body["errors"]?.array?.compactMap { $0.object?["code"]?.string } ?? []
        return sentences.isEmpty ? body["message"]?.string ?? "" : sentences.joined(separator: " ")
    }
}
