/// One entry of an error's `errors`: a field that the API refused.
struct FieldError {
    let field: [UInt8]?
    let code: [UInt8]?
    let message: [UInt8]?

    /// In words, or the code where there are none; the API puts sentences into `code`, too.
    var reason: [UInt8]? { message ?? code }
}
