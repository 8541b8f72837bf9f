import CCurl

/// What libcurl's codes mean here.
extension Connection {
    /// The code alone is not enough: libcurl has one code for what the library's callbacks stopped, and reports some
    /// invalid responses as the caller's fault.
    func error(_ code: CURLcode) -> TransportError {
        var text = errorMessage(code)
        var kind = TransportError.kind(code)
        switch (code, problemWithBody) {
        case (CURLE_WRITE_ERROR, .outOfMemory):
            kind = .outOfMemory
        case (CURLE_WRITE_ERROR, .tooLarge):
            text = StaticText.bytes("the response is larger than max_response_bytes")
        case (CURLE_OUT_OF_MEMORY, _) where hasReceivedBytes:
            kind = .notHTTP
            text = StaticText.bytes("a header of the response is too long, or memory ran out")
        default: break
        }
        if kind == .defect || kind == .unusableURL || kind == .cancelled, hasResponseBegun {
            // libcurl reports a header or trailer without a colon as the caller's error.
            kind = .notHTTP
            text = StaticText.bytes("the response is not valid HTTP: a header or trailer is malformed")
        }
        if kind == .outOfMemory { text = StaticText.bytes("out of memory") }
        var failure = TransportError(kind: kind, text: inContext(text, kind).bytes, wasSent: wasConnected)
        failure.diedUnanswered = (kind == .network || kind == .notHTTP) && diedUnanswered(code)
        return failure
    }

    /// Without the API key, and with what helps to find the cause. libcurl truncates text to its buffer.
    private func inContext(_ text: [UInt8], _ kind: TransportError.Kind) -> Message {
        let words = redactor.redacted(text, isCut: text.count >= Int(CURL_ERROR_SIZE) &- 1)
        var message: Message = "\(redacted: words)"
        if kind == .tls { message += certificatesInWords }
        if proxyStatus >= 400 { message += "; the proxy answered HTTP \(Int64(proxyStatus))" }
        return message
    }
}
