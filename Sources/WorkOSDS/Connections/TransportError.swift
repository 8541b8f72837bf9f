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
    /// A failure of the library itself, which a retry would meet again.
    init(_ failure: Failure) {
        self.init(kind: .defect, text: Array(failure.message.dropLast()), wasSent: false)
    }

    /// CURLE_TOO_LARGE, for a header, is new in 8.6, and the headers may be older than the library.
    private static var tooLarge: CURLcode { CURLcode(rawValue: 100) }

    /// Codes that are not listed are of the network: host name, connection, or an interrupted response.
    static func kind(_ code: CURLcode) -> Kind {
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
