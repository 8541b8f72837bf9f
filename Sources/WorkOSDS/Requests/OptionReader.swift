import CWorkOSDS

/// Reads the caller's options. Errors use the header's names. Every option is checked here or in the type that it
/// makes, so that no client has an invalid one.
struct OptionReader {
    let given: workosds_client_options
    /// The options of the client to derive from, if any.
    let base: ClientOptions?

    func options(_ apiKey: [UInt8], _ onAttempt: ((Attempt) -> Void)?) throws(Failure) -> ClientOptions {
        let endpoint = try endpoint()
        try checkHeaders()
        let headers = try RequestHeaders.make(
            apiKey: apiKey, userAgent: try userAgent(), adding: given.headers, base: base?.headers)
        return ClientOptions(
            endpoint: endpoint, directoryUserRate: try rate(), headers: headers,
            connectTimeout: try time(
                given.connect_timeout_ms, "connect_timeout_ms",
                inherited(base?.connectTimeout, ClientOptions.defaultConnectTimeout)),
            requestTimeout: try time(
                given.request_timeout_ms, "request_timeout_ms",
                inherited(base?.requestTimeout, ClientOptions.defaultRequestTimeout)),
            callTimeout: try time(given.call_timeout_ms, "call_timeout_ms", base?.callTimeout),
            maximumBody: try maximumBody(),
            retries: try retries(), looksAhead: try looksAhead(),
            onAttempt: onAttempt)
    }

    // MARK: The caller

    /// An empty key reads the environment too, as for other arguments. Line breaks are reported separately: keys read
    /// from files often end in one.
    static func apiKey(_ given: UnsafePointer<CChar>?, _ base: ClientOptions?) throws(Failure) -> [UInt8] {
        let named = try Argument.checkLength(CText.argument(given), "api_key")
        if named == nil, let base { return base.headers.apiKey }
        guard let key = try Argument.variable("WORKOS_API_KEY", unless: named) else {
            throw .invalidArgument(
                Environment.isWithheld("WORKOS_API_KEY")
                    ? "no API key: pass one as api_key; WORKOS_API_KEY is not read in a set-user-id program"
                    : "no API key: pass one as api_key or set WORKOS_API_KEY")
        }
        guard isHeaderText(key) else {
            let source: StaticString = named == nil ? "the API key in WORKOS_API_KEY" : "the API key passed as api_key"
            let fault: StaticString =
                key.last == 0x0A || key.last == 0x0D
                ? "ends in a line break: remove it" : "holds a space, a control character or a byte beyond ASCII"
            throw .invalidArgument("\(source) \(fault)")
        }
        return key
    }

    /// Visible ASCII. Anything else could end the header line or be changed on the way (RFC 9110, section 5.5).
    private static func isHeaderText(_ text: [UInt8]) -> Bool { text.allSatisfy { $0 >= 0x21 && $0 <= 0x7E } }

    private func userAgent() throws(Failure) -> [UInt8] {
        let name = CText.argument(given.app_name)
        if name == nil, let base { return base.headers.userAgent }
        var agent = StaticText.bytes(ClientOptions.product) + StaticText.bytes(Version.text)
        if let name {
            guard Self.isHeaderText(name), name.count <= ClientOptions.maximumAppNameLength else {
                throw .invalidArgument("app_name", name, "must be printable ASCII without spaces, at most 256 bytes")
            }
            agent += StaticText.bytes(" ") + name
        }
        return agent
    }

    /// Checks that they are UTF-8. The rest is checked by `RequestHeaders`.
    private func checkHeaders() throws(Failure) {
        var line = given.headers
        while let text = line?.pointee {
            _ = try Argument.view(text, "headers")
            line = line?.successor()
        }
    }

    // MARK: The endpoint

    private func endpoint() throws(Failure) -> Endpoint {
        if let base {
            try rejectShared()
            return base.endpoint
        }
        let url = try baseURL()
        let noProxy = try noProxy(url)
        let proxy = try proxy(url, noProxy)
        let certificates = try certificates()
        return Endpoint(
            url, certificates: certificates.server, proxyCertificates: certificates.proxy,
            clientCertificate: try clientCertificate(), proxy: proxy, noProxy: noProxy)
    }

    /// Derived clients share these options, so one of them cannot change them.
    private func rejectShared() throws(Failure) {
        try rejectShared(given.base_url, "base_url")
        try rejectShared(given.ca_file, "ca_file")
        try rejectShared(given.proxy, "proxy")
        try rejectShared(given.no_proxy, "no_proxy")
        try rejectShared(given.client_certificate, "client_certificate")
        try rejectShared(given.client_key, "client_key")
        try rejectShared(given.client_key_passphrase, "client_key_passphrase")
        try rejectShared(given.proxy_ca_file, "proxy_ca_file")
        if given.allow_plain_http != 0 { throw isShared("allow_plain_http") }
        if given.directory_user_requests_per_second != 0 { throw isShared("directory_user_requests_per_second") }
    }

    @inline(never)
    private func rejectShared(_ text: UnsafePointer<CChar>?, _ name: StaticString) throws(Failure) {
        if let text, text.pointee != 0 { throw isShared(name) }
    }

    private func isShared(_ name: StaticString) -> Failure {
        .invalidArgument("\(name) cannot be set for a derived client, which shares connections: create another client")
    }

    /// The library has no default for plain http: the key would be readable on the way. Only the loopback is exempt,
    /// for tests and local proxies.
    private func baseURL() throws(Failure) -> BaseURL {
        let option = try Argument.text(given.base_url, "base_url")
        let name: StaticString = option == nil ? "WORKOS_BASE_URL" : "base_url"
        let url = try BaseURL(try Argument.variable(name, unless: option) ?? StaticText.bytes(BaseURL.publicAPI), name)
        guard given.allow_plain_http == 0 || given.allow_plain_http == 1 else {
            throw refused("allow_plain_http", Int64(given.allow_plain_http), "0 or 1")
        }
        if url.isPlainHTTP, !url.isLoopback, given.allow_plain_http == 0 {
            throw .invalidArgument(
                name, url.text, "would send the API key unencrypted: use https://, or set allow_plain_http")
        }
        return url
    }

    /// Plain http to the loopback must not leave the machine through a proxy from the environment.
    private func noProxy(_ url: BaseURL) throws(Failure) -> [UInt8] {
        if let named = try Argument.text(given.no_proxy, "no_proxy") { return named }
        if url.isPlainHTTP, url.isLoopback, CText.argument(given.proxy) == nil { return StaticText.bytes("*") }
        return try Argument.variable("NO_PROXY", unless: try Argument.variable("no_proxy")) ?? []
    }

    /// The variables that libcurl would read, even in a set-user-id program. Read here, not by libcurl, so that their
    /// errors name the variable, and a change of the environment does not change a client.
    private func proxy(_ url: BaseURL, _ noProxy: [UInt8]) throws(Failure) -> Proxy? {
        if let named = try Argument.text(given.proxy, "proxy") { return try Proxy(named, "proxy") }
        if noProxy == StaticText.bytes("*") { return nil }
        // Not HTTP_PROXY, which a CGI program gets from a request header.
        let own: [StaticString] = url.isPlainHTTP ? ["http_proxy"] : ["https_proxy", "HTTPS_PROXY"]
        for name in own + ["all_proxy", "ALL_PROXY"] {
            if let named = try Argument.variable(name) { return try Proxy(named, name) }
        }
        return nil
    }

    /// The CA files for the server and for an https:// proxy, which have the same default.
    private func certificates() throws(Failure) -> (server: [UInt8]?, proxy: [UInt8]?) {
        let server = try readableFile(given.ca_file, "ca_file")
        let proxy = try readableFile(given.proxy_ca_file, "proxy_ca_file")
        if let proxy, !CertificateSearch.hasCertificate(proxy) {
            throw .invalidArgument("proxy_ca_file", proxy, "contains no certificate in PEM format")
        }
        if let server, let proxy { return (server, proxy) }
        let found = CertificateSearch.find()
        return (server ?? found, proxy ?? found)
    }

    private func readableFile(_ given: UnsafePointer<CChar>?, _ name: StaticString) throws(Failure) -> [UInt8]? {
        guard let file = try Argument.text(given, name) else { return nil }
        guard CertificateSearch.isReadable(file) else { throw .invalidArgument(name, file, "cannot be read") }
        return file
    }

    /// A key without a certificate is rejected: the connection would work without either, but not as intended.
    private func clientCertificate() throws(Failure) -> ClientCertificate? {
        let certificate = try readableFile(given.client_certificate, "client_certificate")
        let key = try readableFile(given.client_key, "client_key")
        let passphrase = try Argument.text(given.client_key_passphrase, "client_key_passphrase")
        if let certificate { return try ClientCertificate(certificate: certificate, key: key, passphrase: passphrase) }
        if key == nil, passphrase == nil { return nil }
        let name: StaticString = key == nil ? "client_key_passphrase" : "client_key"
        throw .invalidArgument("\(name) is set without client_certificate")
    }

    // MARK: Numbers

    /// A derived client has the time of its base, which may be no limit (nil).
    private func inherited(_ value: Int64?, _ standard: Int64?) -> Int64? { base == nil ? standard : value }

    /// 0 means the default, WORKOSDS_NO_TIME_LIMIT no limit.
    private func time(_ value: Int64, _ name: StaticString, _ default: Int64?) throws(Failure) -> Int64? {
        if value == 0 { return `default` }
        if value == Int64(WORKOSDS_NO_TIME_LIMIT) { return nil }
        return try positive(value, name, "1 or more, 0 (the default) or -1 (no limit)")
    }

    private func positive(_ value: Int64, _ name: StaticString, _ rule: StaticString) throws(Failure) -> Int64 {
        if value > 0 { return value }
        throw refused(name, value, rule)
    }

    private func refused(_ name: StaticString, _ value: Int64, _ rule: StaticString) -> Failure {
        .invalidArgument("\(name) must be \(rule), not \(value)")
    }

    private func maximumBody() throws(Failure) -> Int {
        if given.max_response_bytes == 0 { return base?.maximumBody ?? ClientOptions.defaultMaximumBody }
        guard given.max_response_bytes > 0, given.max_response_bytes <= Int64(Int32.max) else {
            throw refused(
                "max_response_bytes", given.max_response_bytes, "1 to 2147483647 or 0 (the default)")
        }
        return Int(truncatingIfNeeded: given.max_response_bytes)
    }

    private func retries() throws(Failure) -> RetryPolicy {
        let wait =
            given.max_retry_wait_ms == 0
            ? base?.retries.maximumWait ?? ClientOptions.defaultMaximumRetryWait
            : try positive(given.max_retry_wait_ms, "max_retry_wait_ms", "1 or more or 0 (the default)")
        switch Int(given.max_retries) {
        case 0:
            return RetryPolicy(
                maximumRetries: base?.retries.maximumRetries ?? ClientOptions.defaultRetries, maximumWait: wait)
        case WORKOSDS_NO_RETRIES: return RetryPolicy(maximumRetries: 0, maximumWait: wait)
        case 1...ClientOptions.maximumRetries:
            return RetryPolicy(maximumRetries: Int(given.max_retries), maximumWait: wait)
        default: throw refused("max_retries", Int64(given.max_retries), "1 to 100, 0 (the default) or -1 (none)")
        }
    }

    private func rate() throws(Failure) -> Int? {
        switch Int(given.directory_user_requests_per_second) {
        case 0: return base == nil ? ClientOptions.defaultDirectoryUserRate : base?.directoryUserRate
        case WORKOSDS_UNPACED: return nil
        case 1...ClientOptions.maximumDirectoryUserRate: return Int(given.directory_user_requests_per_second)
        default:
            throw refused(
                "directory_user_requests_per_second", Int64(given.directory_user_requests_per_second),
                "1 to 1000, 0 (the default) or -1 (no pace)")
        }
    }

    private func looksAhead() throws(Failure) -> Bool {
        switch Int(given.look_ahead) {
        case 0: return base?.looksAhead ?? true
        case WORKOSDS_LOOK_AHEAD_ON: return true
        case WORKOSDS_LOOK_AHEAD_OFF: return false
        default: throw refused("look_ahead", Int64(given.look_ahead), "1 (on), -1 (off) or 0 (the default)")
        }
    }
}
