/// A member of a request that the API rejected, from the `errors` of a response such as HTTP 422.
public struct FieldError: Sendable, Equatable, Decodable {
    /// The member's name, "email". Nil if the API named none.
    public let field: String?
    /// The API's code for the reason, "email_required".
    public let code: String?
    /// The reason, for people.
    public let message: String?
}
