/// The content of an error response, in any of the forms the API has used: {message, code}, OAuth's {error,
/// error_description}, {message, errors: [...]}, a bare JSON string, plain text. Nothing in it is required: what cannot
/// be read is nil, and an unknown form of error is still reported by its HTTP status.
struct ErrorBody {
    /// A text for people; in OAuth's form the description.
    private(set) var message: [UInt8]?
    /// A word for programs; OAuth's `error` is one.
    private(set) var code: [UInt8]?
    private(set) var fieldErrors: [FieldError] = []
    /// `retry_after_seconds`, in milliseconds. Used if the response has no usable Retry-After header, as after a
    /// request for a directory's sync.
    private(set) var retryAfter: Int64?

    private let redactor: Redactor

    /// The API's errors have a few hundred bytes. A larger body is a gateway's page or an attack; it can be read with
    /// workosds_error_body.
    static let largest = 1 << 20
    /// Bounds an error's memory, however many entries a body has.
    private static let mostFieldErrors = 100
    /// In bytes. Messages quote far less, and callers find the rest in the body.
    fileprivate static let longestText = 1024
    /// So much of a text gives the longest, however it is spelled: a character has six bytes at most.
    fileprivate static let longestSpelledText = 8 * 1024

    /// Each text is redacted before it is truncated.
    init(_ body: ByteBuffer, _ redactor: Redactor) {
        self.redactor = redactor
        guard body.count > 0, body.count <= Self.largest else { return }
        if let value = Self.json(body) {
            read(value)
        } else {
            message = plainText(body)
        }
    }

    /// The numbers are those of `Schema.errorBody`. The first member that is present and a text is used; bodies with
    /// several members say the same in each.
    private mutating func read(_ body: CheckedText) {
        let redactor = redactor
        if let text = body.errorText(body.range, redactor) {
            message = text
            return
        }
        guard let members = body.index(body.range, .errorBody) else { return }
        func member(_ field: Int) -> [UInt8]? {
            members.range(0, field: field).flatMap { body.errorText($0, redactor) }
        }
        message = member(0) ?? member(1) ?? member(2)
        code = member(3) ?? member(2)
        retryAfter = members.range(0, field: 5).flatMap { body.milliseconds($0) }
        guard let errors = members.range(0, field: 4).flatMap({ body.index($0, .elements) }) else {
            return
        }
        for number in 0..<min(errors.count, Self.mostFieldErrors) {
            guard let entry = errors.range(number), !Reserve.isUsed else { continue }
            if let text = body.errorText(entry, redactor) {
                fieldErrors.append(FieldError(field: nil, code: nil, message: text))
            } else if let members = body.index(entry, .fieldError) {
                func part(_ field: Int) -> [UInt8]? {
                    members.range(0, field: field).flatMap { body.errorText($0, redactor) }
                }
                fieldErrors.append(FieldError(field: part(0), code: part(1), message: part(2)))
            }
        }
    }

    /// nil if the body is not JSON, whatever its content type says.
    private static func json(_ body: ByteBuffer) -> CheckedText? {
        do throws(JSONFailure) { return try CheckedText.document(body) } catch { return nil }
    }

    /// The first line of a text from a proxy or load balancer; nil for HTML and other formats. Text that begins like
    /// HTML or JSON is a page or a damaged document, of which one line says nothing.
    private func plainText(_ body: ByteBuffer) -> [UInt8]? {
        let bytes = UnsafeBufferPointer(start: body.bytes, count: body.count)
        let line = bytes.drop { $0 <= 0x20 }.prefix { $0 != "\n" && $0 != "\r" }
        if line.isEmpty || line.first == "<" || line.first == "{" { return nil }
        return redactor.redacted(UnsafeBufferPointer(rebasing: line), limit: Self.longestText)
    }
}

extension CheckedText {
    /// The text of a value, truncated for an error; nil for "" and for other types.
    fileprivate func errorText(_ range: TextRange, _ redactor: Redactor) -> [UInt8]? {
        var start = ByteCursor(text.bytes, from: range.lower, to: range.upper)
        guard start.current == "\"" else { return nil }
        start.advance()
        let length = min(range.length &- 2, ErrorBody.longestSpelledText)
        var bytes = TextDecoder.bytes(start, length: length, exact: true)
        bytes.removeLast(ByteCursor.padding)
        let isCut = length < range.length &- 2
        return bytes.isEmpty ? nil : redactor.redacted(bytes, limit: ErrorBody.longestText, isCut: isCut)
    }

    /// Milliseconds of a number of seconds, which may be a text of digits; nil for negative ones and other types.
    fileprivate func milliseconds(_ range: TextRange) -> Int64? {
        if let digits = errorText(range, .none) {
            return Decimal.parse(digits[...]).flatMap { RetryAfter.milliseconds(seconds: $0) }
        }
        let value = ByteCursor(text.bytes, from: range.lower, to: range.upper)
        if let seconds = NumberText.integer(value) { return RetryAfter.milliseconds(seconds: seconds) }
        return NumberText.real(value).flatMap { RetryAfter.milliseconds(seconds: $0) }
    }

    fileprivate func index(_ range: TextRange, _ schema: Schema) -> RecordIndex? {
        do throws(JSONFailure) { return try RecordIndex.reading(text.bytes, range, schema) } catch { return nil }
    }
}

extension Schema {
    /// The names that errors have used, in order of preference.
    static var errorBody: Schema {
        Schema("message\0error_description\0error\0code\0errors\0retry_after_seconds", count: 6)
    }
    static var fieldError: Schema { Schema("field\0code\0message", count: 3) }
}
