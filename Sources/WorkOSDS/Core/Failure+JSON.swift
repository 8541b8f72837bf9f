extension Failure {
    /// To be freed by `free`; nil when memory is out.
    func json() -> UnsafeMutablePointer<CChar>? {
        guard let object = JanssonValue.object() else { return nil }
        object.set("status", integer: Int64(status.rawValue))
        object.set("status_name", text: StaticText.characters(status.name))
        object.set("message", bytes: Array(message.dropLast()))
        object.set("http_status", integer: Int64(httpStatus))
        object.set("code", bytes: exactCode)
        object.set("request_id", bytes: requestID.map { Array($0.dropLast()) })
        object.set("retry_after_ms", integer: retryAfter)
        object.set("is_retryable", boolean: isRetryable)
        object.set("errors", value: fieldErrorList())
        object.set("body", text: bodyIsSecret ? nil : body)
        return object.dump()
    }

    private func fieldErrorList() -> JanssonValue? {
        let list = JanssonValue.array()
        for fieldError in fieldErrors {
            let entry = JanssonValue.object()
            entry?.set("field", bytes: fieldError.field)
            entry?.set("code", bytes: fieldError.code)
            entry?.set("message", bytes: fieldError.message)
            list?.append(entry)
        }
        return list
    }
}
