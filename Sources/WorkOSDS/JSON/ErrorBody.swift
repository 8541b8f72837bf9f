import CJansson
import CPlatform

/// What an error answer says, in any of the shapes the API has used: {message, code}, OAuth's {error,
/// error_description}, {message, errors: [...]}, a bare JSON string, plain text.
struct ErrorBody {
    private(set) var message: [UInt8]?
    private(set) var code: [UInt8]?
    private(set) var fieldErrors: [FieldError] = []
    /// `retry_after_seconds`, in milliseconds.
    private(set) var retryAfter: Int64?

    /// One entry of `errors`.
    struct FieldError {
        let field: [UInt8]?
        let code: [UInt8]?
        let message: [UInt8]?

        /// In words, or the code where there are none; the API puts sentences into `code`, too.
        var reason: [UInt8]? { message ?? code }
    }

    private static let largest = 1 << 20
    private static let mostFieldErrors = 100
    private static let longestText = 1024

    /// `redacting` takes out of each text what nobody may see.
    init(_ body: ByteBuffer, redacting: ([UInt8]) -> [UInt8]) {
        guard body.count > 0, body.count <= Self.largest else { return }
        if let value = Self.json(body) {
            read(value.pointer)
        } else {
            message = Self.plainText(body)
        }
        message = message.map(redacting)
        code = code.map(redacting)
        fieldErrors = fieldErrors.map {
            FieldError(
                field: $0.field.map(redacting), code: $0.code.map(redacting), message: $0.message.map(redacting))
        }
    }

    private mutating func read(_ value: UnsafeMutablePointer<json_t>) {
        if let text = Self.text(value) {
            message = text
            return
        }
        func member(_ key: StaticString) -> UnsafeMutablePointer<json_t>? {
            json_object_get(value, StaticText.characters(key))
        }
        let error = Self.text(member("error"))
        message = Self.text(member("message")) ?? Self.text(member("error_description")) ?? error
        code = Self.text(member("code")) ?? error
        retryAfter = Self.milliseconds(member("retry_after_seconds"))
        let errors = member("errors")
        for index in 0..<min(json_array_size(errors), Self.mostFieldErrors) {
            guard let entry = json_array_get(errors, index) else { continue }
            if let text = Self.text(entry) {
                fieldErrors.append(FieldError(field: nil, code: nil, message: text))
            } else if cjansson_type(entry) == JSON_OBJECT {
                func part(_ key: StaticString) -> [UInt8]? {
                    Self.text(json_object_get(entry, StaticText.characters(key)))
                }
                fieldErrors.append(
                    FieldError(field: part("field"), code: part("code"), message: part("message")))
            }
        }
    }

    /// nil for "" and for other kinds.
    private static func text(_ value: UnsafeMutablePointer<json_t>?) -> [UInt8]? {
        guard let value, let start = json_string_value(value) else { return nil }
        let length = min(json_string_length(value), longestText &+ 4)
        let bytes = CleanText.prefix([UInt8](UnsafeRawBufferPointer(start: start, count: length)), longestText)
        return bytes.isEmpty ? nil : bytes
    }

    /// Of a number of seconds, which may be a text of digits; nil for a negative one and for other kinds.
    private static func milliseconds(_ seconds: UnsafeMutablePointer<json_t>?) -> Int64? {
        guard let seconds else { return nil }
        switch cjansson_type(seconds) {
        case JSON_INTEGER: return RetryAfter.milliseconds(seconds: json_integer_value(seconds))
        case JSON_REAL: return RetryAfter.milliseconds(seconds: json_real_value(seconds))
        default:
            return text(seconds).flatMap { Decimal.parse($0[...]) }.flatMap { RetryAfter.milliseconds(seconds: $0) }
        }
    }

    /// nil where the body is no JSON.
    private static func json(_ body: ByteBuffer) -> JanssonValue? {
        do throws(JSONFailure) {
            let checked = try CheckedText.document(body)
            return withExtendedLifetime(checked) {
                JanssonValue.parsing(checked.text.bytes + checked.range.lower, checked.range.length)
            }
        } catch {
            return nil
        }
    }

    /// A line of text; nil for a page of HTML and the like.
    private static func plainText(_ body: ByteBuffer) -> [UInt8]? {
        let bytes = UnsafeBufferPointer(start: body.bytes, count: body.count)
        let line = bytes.drop { $0 <= 0x20 }.prefix { $0 != 0x0A && $0 != 0x0D }.prefix(longestText)
        if line.isEmpty || line.first == UInt8(ascii: "<") || line.first == UInt8(ascii: "{") { return nil }
        return [UInt8](line)
    }
}
