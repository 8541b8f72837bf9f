import CCurl

/// Why a request got no complete response. A value between libcurl's codes and the header's statuses, which
/// `Status(kind)` assigns.
struct TransportError {
    /// `handshake` is a TLS failure that may be temporary, such as a connection that was closed in the middle; `tls` is
    /// one that a retry would meet again. `defect` is a bug here, or a libcurl that cannot be used.
    enum Kind {
        case network, tls, handshake, timeout, notHTTP, outOfMemory, unusableURL, cancelled, defect
    }

    let kind: Kind
    /// libcurl's message, if any. Without the API key.
    let text: [UInt8]
    /// Whether the request may have reached the server. Decides whether a POST can be retried.
    let wasSent: Bool
    /// On an idle connection, before a response had begun: it was closed, or had unexpected bytes.
    var diedUnanswered = false
}

extension TransportError {
    /// Whether a retry would not help.
    init(_ failure: Failure) {
        self.init(kind: .defect, text: Array(failure.message.dropLast()), wasSent: false)
    }

    /// The code alone is not enough: libcurl has one code for what the library's callbacks stopped, and reports some
    /// invalid responses as the caller's fault.
    init(_ code: CURLcode, _ connection: Connection) {
        var text = connection.errorMessage(code)
        var kind = Self.kind(code)
        switch (code, connection.problemWithBody) {
        case (CURLE_WRITE_ERROR, .outOfMemory):
            kind = .outOfMemory
        case (CURLE_WRITE_ERROR, .tooLarge):
            text = StaticText.bytes("the response is larger than max_response_bytes")
        case (CURLE_OUT_OF_MEMORY, _) where connection.hasReceivedBytes:
            kind = .notHTTP
            text = StaticText.bytes("a header of the response is too long, or memory ran out")
        default: break
        }
        if kind == .defect || kind == .unusableURL || kind == .cancelled, connection.hasResponseBegun {
            // libcurl reports a header or trailer without a colon as the caller's error.
            kind = .notHTTP
            text = StaticText.bytes("the response is not valid HTTP: a header or trailer is malformed")
        }
        if kind == .outOfMemory { text = StaticText.bytes("out of memory") }
        // libcurl truncates text to its buffer.
        let words = connection.redactor.redacted(text, isCut: text.count >= Int(CURL_ERROR_SIZE) &- 1)
        var message: Message = "\(redacted: words)"
        if kind == .tls { message += connection.certificatesInWords }
        if connection.proxyStatus >= 400 {
            message += "; the proxy answered HTTP \(Int64(connection.proxyStatus))"
        }
        self.init(kind: kind, text: message.bytes, wasSent: connection.wasConnected)
        diedUnanswered = (kind == .network || kind == .notHTTP) && connection.diedUnanswered(code)
    }

    /// CURLE_TOO_LARGE, for a header, is new in 8.6, and the headers may be older than the library.
    private static var tooLarge: CURLcode { CURLcode(rawValue: 100) }

    /// Codes that are not listed are of the network: host name, connection, or an interrupted response.
    private static func kind(_ code: CURLcode) -> Kind {
        switch code {
        case CURLE_OPERATION_TIMEDOUT: .timeout
        case CURLE_SSL_CONNECT_ERROR: .handshake
        case CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_SHUTDOWN_FAILED, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT:
            .tls
        case CURLE_WRITE_ERROR, CURLE_BAD_CONTENT_ENCODING, CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL,
            CURLE_FILESIZE_EXCEEDED, tooLarge:
            .notHTTP
        case CURLE_OUT_OF_MEMORY: .outOfMemory
        case CURLE_URL_MALFORMAT: .unusableURL
        case CURLE_ABORTED_BY_CALLBACK: .cancelled
        case CURLE_FAILED_INIT, CURLE_UNKNOWN_OPTION, CURLE_NOT_BUILT_IN, CURLE_BAD_FUNCTION_ARGUMENT,
            CURLE_RECURSIVE_API_CALL:
            .defect
        default: .network
        }
    }
}
