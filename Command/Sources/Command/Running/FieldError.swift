import DirectorySync
import Foundation

/// A field of a request that the API refused, and why.
struct FieldError: Decodable, CustomStringConvertible {
    let field: String?
    let code: String?
    let message: String?

    var description: String {
        let reasons = [message, code].compactMap { $0 }
        return "refused: " + ([field].compactMap { $0 } + reasons).joined(separator: ": ")
    }
}

extension APIError {
    private struct Details: Decodable {
        let errors: [FieldError]?
    }

    var fieldErrors: [FieldError] {
        (try? JSONDecoder().decode(Details.self, from: Data(json.utf8)))?.errors ?? []
    }
}
