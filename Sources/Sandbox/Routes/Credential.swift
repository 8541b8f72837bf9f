/// What a request's `Authorization` header allows.
enum Credential: String {
    static let apiKey = "sk_test_sandbox"
    /// A valid key without permissions.
    static let forbiddenKey = "sk_test_forbidden"

    case right
    case forbidden
    case wrong
    case missing

    init(_ request: Request) {
        guard let header = request.header("Authorization") else {
            self = .missing
            return
        }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            self = .wrong
            return
        }
        switch parts[1] {
        case Self.apiKey[...]: self = .right
        case Self.forbiddenKey[...]: self = .forbidden
        default: self = .wrong
        }
    }
}
