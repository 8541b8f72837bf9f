import WorkOSDirectorySync

/// The options of a client that a row names.
struct Options: Decodable {
    let apiKey: String?
    let baseURL: String?
    let appName: String?
    let caFile: String?
    let proxy: String?
    let clientCertificate: String?
    let clientKey: String?
    let clientKeyPassphrase: String?
    let proxyCAFile: String?
    let requestTimeout: Int64?
    let callTimeout: Int64?
    let maxResponseBytes: Int64?
    let maxRetries: Int?
    let requestsPerSecond: Int?
    let allowsPlainHTTP: Bool?
    let headers: [String: String]?

    enum CodingKeys: String, CodingKey {
        case proxy, headers
        case apiKey = "api_key"
        case baseURL = "base_url"
        case appName = "app_name"
        case caFile = "ca_file"
        case clientCertificate = "client_certificate"
        case clientKey = "client_key"
        case clientKeyPassphrase = "client_key_passphrase"
        case proxyCAFile = "proxy_ca_file"
        case requestTimeout = "request_timeout_ms"
        case callTimeout = "call_timeout_ms"
        case maxResponseBytes = "max_response_bytes"
        case maxRetries = "max_retries"
        case requestsPerSecond = "directory_user_requests_per_second"
        case allowsPlainHTTP = "allow_plain_http"
    }

    /// Sets what the row names; the rest stays as it is.
    func fill(_ options: inout ClientOptions) {
        options.baseURL = baseURL ?? options.baseURL
        options.appName = appName
        options.caFile = caFile
        options.proxy = proxy
        options.clientCertificate = clientCertificate
        options.clientKey = clientKey
        options.clientKeyPassphrase = clientKeyPassphrase
        options.proxyCAFile = proxyCAFile
        if let requestTimeout { options.requestTimeout = .limit(.milliseconds(requestTimeout)) }
        if let callTimeout { options.callTimeout = .limit(.milliseconds(callTimeout)) }
        options.maxResponseBytes = maxResponseBytes
        options.maxRetries = maxRetries ?? options.maxRetries
        if let requestsPerSecond { options.directoryUserPace = .requestsPerSecond(requestsPerSecond) }
        options.allowsPlainHTTP = allowsPlainHTTP ?? false
        options.headers = headers?.map { (name: $0.key, value: $0.value) }
    }
}
