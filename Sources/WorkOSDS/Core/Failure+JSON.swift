import CJansson
import CPlatform

extension Failure {
    /// To be freed by `free`; nil when memory is out.
    func json() -> UnsafeMutablePointer<CChar>? {
        guard let object = JanssonValue.object() else { return nil }
        object.set("status", integer: Int64(status.rawValue))
        object.set("status_name", text: StaticText.characters(status.name))
        object.set("message", bytes: Array(message.dropLast()))
        object.set("http_status", integer: Int64(httpStatus))
        object.set("code", bytes: code.map { Array($0.dropLast()) })
        object.set("request_id", bytes: requestID.map { Array($0.dropLast()) })
        object.set("retry_after_ms", retryAfter.flatMap { json_integer($0) })
        object.set("is_retryable", isRetryable ? json_true() : json_false())
        object.set("errors", fieldErrorList())
        object.set("body", body.flatMap { Self.text($0) })
        return object.dump()
    }

    private func fieldErrorList() -> UnsafeMutablePointer<json_t>? {
        let list = json_array()
        for fieldError in fieldErrors {
            guard let entry = JanssonValue.object() else { continue }
            entry.set("field", bytes: fieldError.field)
            entry.set("code", bytes: fieldError.code)
            entry.set("message", bytes: fieldError.message)
            json_array_append(list, entry.pointer)
        }
        return list
    }

    /// What is not UTF-8 in the body reads as U+FFFD.
    private static func text(_ body: ByteBuffer) -> UnsafeMutablePointer<json_t>? {
        let whole = UnsafeRawPointer(body.bytes).assumingMemoryBound(to: CChar.self)
        if let value = json_stringn(whole, body.count) { return value }
        let repaired = ByteBuffer()
        guard Repair.text(body, into: repaired) else { return nil }
        return withExtendedLifetime(repaired) {
            json_stringn(UnsafeRawPointer(repaired.bytes).assumingMemoryBound(to: CChar.self), repaired.count)
        }
    }
}
