import CCurl
import CPlatform

/// A libcurl easy handle: its options, and its information about the response. A value without ownership; `Connection`
/// calls `free`.
struct EasyHandle {
    let pointer: UnsafeMutableRawPointer

    init?() {
        guard let pointer = curl_easy_init() else { return nil }
        self.pointer = pointer
    }

    func free() { curl_easy_cleanup(pointer) }

    // MARK: The response

    var httpStatus: Int32 { Int32(truncatingIfNeeded: ccurl_get_long(pointer, CURLINFO_RESPONSE_CODE)) }
    /// Of the proxy's response to CONNECT; 0 if there was none.
    var proxyStatus: Int32 { Int32(truncatingIfNeeded: ccurl_get_long(pointer, CURLINFO_HTTP_CONNECTCODE)) }
    /// Whether the host name has been resolved, if that was necessary.
    var knowsAddress: Bool { ccurl_get_offset(pointer, CURLINFO_NAMELOOKUP_TIME_T) != 0 }
    /// Whether the request may have reached the server. Name, connection and TLS handshake are done when libcurl sets
    /// this time (CURLINFO_PRETRANSFER_TIME_T).
    var wasConnected: Bool { ccurl_get_offset(pointer, CURLINFO_PRETRANSFER_TIME_T) > 0 }
    var hasReceivedBytes: Bool { ccurl_get_offset(pointer, CURLINFO_STARTTRANSFER_TIME_T) > 0 }
    /// Whether no connection had to be opened, so that an idle one was used.
    var hasKeptConnection: Bool { ccurl_get_long(pointer, CURLINFO_NUM_CONNECTS) == 0 }

    // MARK: Every request

    /// TLS certificates are verified, which is libcurl's default and never turned off. False if memory ran out: without
    /// one of these texts libcurl would send the request, but another way.
    ///
    /// - NOSIGNAL: libcurl must not touch the host's signals. The gate blocks SIGPIPE.
    /// - PATH_AS_IS: libcurl would remove "/./" and "/../" from a base URL's path.
    /// - FOLLOWLOCATION: the API documents no redirects, and following one could send the API key elsewhere.
    /// - HTTP_VERSION: one request at a time gains nothing from HTTP/2.
    /// - PROTOCOLS: PROTOCOLS_STR is newer (7.85) than the oldest libcurl that is supported.
    /// - SUPPRESS_CONNECT_HEADERS: a proxy's response to CONNECT is not the API's.
    /// - BUFFERSIZE: an uncompressed page of 100 users is read with one call of recv instead of seven.
    /// - MAXAGE_CONN: in seconds, as `ConnectionPool.maximumIdleTime`. libcurl's default is 118.
    /// - TCP_KEEPALIVE: notices a connection that a firewall has dropped.
    /// - QUICK_EXIT: cancelling and freeing do not wait for libcurl's resolver thread (7.87).
    func setCommonOptions(_ endpoint: Endpoint, errorText: UnsafeMutablePointer<CChar>) -> Bool {
        ccurl_set_pointer(pointer, CURLOPT_ERRORBUFFER, errorText)
        ccurl_set_long(pointer, CURLOPT_NOSIGNAL, 1)
        ccurl_set_long(pointer, CURLOPT_PATH_AS_IS, 1)
        ccurl_set_long(pointer, CURLOPT_FOLLOWLOCATION, 0)
        ccurl_set_long(pointer, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        ccurl_set_long(pointer, CURLOPT_PROTOCOLS, Int(CURLPROTO_HTTP | CURLPROTO_HTTPS))
        ccurl_set_long(pointer, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        ccurl_set_long(pointer, CURLOPT_BUFFERSIZE, 128 << 10)
        ccurl_set_long(pointer, CURLOPT_MAXAGE_CONN, 60)
        ccurl_set_long(pointer, CURLOPT_TCP_KEEPALIVE, 1)
        ccurl_set_quick_exit(pointer)
        return ccurl_set_text(pointer, CURLOPT_ACCEPT_ENCODING, "gzip, deflate") == CURLE_OK
            && setCertificates(endpoint)
            // Empty instead of NULL, so that libcurl does not read the environment.
            && setText(CURLOPT_PROXY, endpoint.proxy?.url ?? [])
            && setText(CURLOPT_PROXYUSERPWD, endpoint.proxy?.credentials)
            && setText(CURLOPT_NOPROXY, endpoint.noProxy)
    }

    /// nil leaves libcurl's default, which is not the same as an empty file name.
    private func setCertificates(_ endpoint: Endpoint) -> Bool {
        guard setText(CURLOPT_CAINFO, endpoint.certificates),
            setText(CURLOPT_PROXY_CAINFO, endpoint.proxyCertificates)
        else { return false }
        guard let client = endpoint.clientCertificate else { return true }
        return setText(CURLOPT_SSLCERT, client.certificate) && setText(CURLOPT_SSLKEY, client.key)
            // Without one OpenSSL would ask on the terminal.
            && setText(CURLOPT_KEYPASSWD, client.passphrase ?? [])
    }

    /// libcurl copies the text. False if libcurl rejects it: too long, or memory ran out. nil leaves the option alone.
    private func setText(_ option: CURLoption, _ value: [UInt8]?) -> Bool {
        guard let value else { return true }
        return value.withCString { ccurl_set_text(pointer, option, $0) } == CURLE_OK
    }

    // MARK: One request

    /// If memory runs out, libcurl 7.88 can lose the URL's query. Therefore the path with the query is set separately,
    /// which reports a failure.
    private func setTarget(_ target: [UInt8], _ endpoint: Endpoint) -> Bool {
        if endpoint.mayNameWholeURL { return setText(CURLOPT_URL, endpoint.origin + target.dropFirst()) }
        return setText(CURLOPT_URL, endpoint.origin) && setText(CURLOPT_REQUEST_TARGET, target)
    }

    /// False if the request cannot be set up, so that an earlier one is never sent instead.
    func setRequest(
        _ request: Request, _ headers: RequestHeaders, _ endpoint: Endpoint, connectTimeout: Int64?, isFresh: Bool
    ) -> Bool {
        guard ccurl_set_list(pointer, CURLOPT_HTTPHEADER, headers.lines) == CURLE_OK,
            setText(CURLOPT_USERAGENT, headers.userAgent), setTarget(endpoint.pathPrefix + request.target, endpoint)
        else { return false }
        // libcurl's time limit would also run while the caller processes a page, so `Exchange` has its own.
        ccurl_set_long(pointer, CURLOPT_CONNECTTIMEOUT_MS, Int(clamping: min(connectTimeout ?? .max, Int64(Int32.max))))
        ccurl_set_text(pointer, CURLOPT_CUSTOMREQUEST, nil)
        // libcurl itself repeats a request on a dead connection; not allowed if the outcome must be known.
        ccurl_set_long(pointer, CURLOPT_FRESH_CONNECT, request.method == .get && !isFresh ? 0 : 1)
        switch request.method {
        case .get:
            return ccurl_set_long(pointer, CURLOPT_HTTPGET, 1) == CURLE_OK
        case .delete:
            return ccurl_set_long(pointer, CURLOPT_HTTPGET, 1) == CURLE_OK
                && setText(CURLOPT_CUSTOMREQUEST, StaticText.bytes("DELETE"))
        case .post:
            // libcurl stores the pointer, not a copy.
            return ccurl_set_text(pointer, CURLOPT_POSTFIELDS, StaticText.characters("")) == CURLE_OK
                && ccurl_set_long(pointer, CURLOPT_POSTFIELDSIZE, 0) == CURLE_OK
        }
    }
}
