/// One entry of an error's `errors`: a field that the API rejected. The API has sent {field, code}, {code, message},
/// and plain texts, so every part can be missing.
struct FieldError {
    let field: [UInt8]?
    let code: [UInt8]?
    let message: [UInt8]?

    /// The message, or the code if there is none. The API also puts sentences into `code`.
    var reason: [UInt8]? { message ?? code }
}
