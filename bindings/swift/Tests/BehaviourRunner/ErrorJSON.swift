import WorkOSDirectorySync

/// An error in the form that all languages print.
enum ErrorJSON {
    static func of(_ error: APIError) -> String {
        let status = JSON.text(error.status.name)
        return JSON.object([
            ("class", status), ("status_name", status), ("message", JSON.text(error.message)),
            ("code", JSON.text(error.code)), ("request_id", JSON.text(error.requestID)),
            ("http_status", JSON.number(error.httpStatus)), ("is_retryable", "\(error.isRetryable)"),
            ("retry_after_ms", JSON.number(error.retryAfter.map { Int64($0 / .milliseconds(1)) })),
            ("errors", JSON.array(error.fieldErrors.map(of))), ("body", error.body.map(hexadecimal) ?? "null"),
        ])
    }

    private static func of(_ error: FieldError) -> String {
        JSON.object([
            ("field", JSON.text(error.field)), ("code", JSON.text(error.code)), ("message", JSON.text(error.message)),
        ])
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        return JSON.text(digits.joined())
    }
}
