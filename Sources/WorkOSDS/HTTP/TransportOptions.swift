import CCurl
import CPlatform

/// What all connections of a client share.
final class TransportOptions {
    /// "https://host:port/", and the path before the API's own.
    let origin: [UInt8]
    let pathPrefix: [UInt8]
    /// Plain http through a proxy names the whole URL in its request line, all else the path.
    let mayNameWholeURL: Bool
    let userAgent: [UInt8]
    /// nil: libcurl's own.
    let certificates: [UInt8]?
    /// nil: none.
    let proxy: Proxy?
    let noProxy: [UInt8]
    let connectTimeout: Int64?  // milliseconds
    let maximumBody: Int
    private let apiKey: [UInt8]
    let redactor: Redactor

    init(
        origin: [UInt8], pathPrefix: [UInt8], mayNameWholeURL: Bool, apiKey: [UInt8], userAgent: [UInt8],
        certificates: [UInt8]?, proxy: Proxy?, noProxy: [UInt8], connectTimeout: Int64?, maximumBody: Int
    ) {
        self.origin = origin
        self.pathPrefix = pathPrefix
        self.mayNameWholeURL = mayNameWholeURL
        self.apiKey = apiKey
        redactor = Redactor(apiKey)
        self.userAgent = userAgent
        self.certificates = certificates
        self.proxy = proxy
        self.noProxy = noProxy
        self.connectTimeout = connectTimeout
        self.maximumBody = maximumBody
    }

    /// The header lines of every request, to be freed by `curl_slist_free_all`; nil when memory is out.
    func headerLines() -> UnsafeMutablePointer<curl_slist>? {
        var authorization = StaticText.bytes("Authorization: Bearer ")
        authorization.append(contentsOf: apiKey)
        var list: UnsafeMutablePointer<curl_slist>?
        // A name without a value takes out what libcurl would add.
        let others: [StaticString] = ["Accept: application/json", "Content-Type:", "Expect:"]
        for line in [authorization] + others.map({ StaticText.bytes($0) }) {
            guard let longer = line.withCString({ curl_slist_append(list, $0) }) else {
                curl_slist_free_all(list)
                return nil
            }
            list = longer
        }
        return list
    }

    func describeCertificates(_ message: inout Message) { CertificateSearch.describe(certificates, &message) }
}
