/// Failures of a list whose responses were all valid. They say that the list is not complete, because callers delete
/// what is not listed.
extension Failure {
    /// The cursor is shown, since it is what WorkOS support has to look at.
    static func repeatedCursor(_ cursor: [UInt8], _ request: Request, _ redactor: Redactor) -> Failure {
        let start = message(request, ": the server sent the cursor ", redactor)
        let message: Message =
            "\(start)\(quoted: cursor, hiding: redactor) twice; the list is not complete"
        return Failure(.paginationLoop, message)
    }

    static func tooManyEmptyPages(_ request: Request, _ redactor: Redactor) -> Failure {
        Failure(
            .protocolViolation,
            message(request, ": 10,000 empty pages in a row; the list is not complete", redactor))
    }
}
