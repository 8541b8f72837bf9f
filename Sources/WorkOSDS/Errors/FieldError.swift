/// One entry of an error's `errors`: a field that the API rejected.
struct FieldError {
    let field: [UInt8]?
    let code: [UInt8]?
    let message: [UInt8]?

    /// The message, or the code if there is none. The API also puts sentences into `code`.
    var reason: [UInt8]? { message ?? code }
}
