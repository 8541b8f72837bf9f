/// Where connections lead, and how they are secured: what clients that share connections have in common.
final class Endpoint {
    /// "https://host:port/", and the path before the API's own.
    let origin: [UInt8]
    let pathPrefix: [UInt8]
    /// Plain http through a proxy names the whole URL in its request line, all else the path.
    let mayNameWholeURL: Bool
    /// The file of certification authorities; nil: libcurl's own.
    let certificates: [UInt8]?
    /// The same for a proxy.
    let proxyCertificates: [UInt8]?
    let clientCertificate: ClientCertificate?
    /// nil: none.
    let proxy: Proxy?
    let noProxy: [UInt8]

    init(
        _ url: BaseURL, certificates: [UInt8]?, proxyCertificates: [UInt8]?, clientCertificate: ClientCertificate?,
        proxy: Proxy?, noProxy: [UInt8]
    ) {
        origin = url.text.prefix(url.originLength) + [UInt8(ascii: "/")]
        pathPrefix = Array(url.text.dropFirst(url.originLength))
        mayNameWholeURL = url.isPlainHTTP && proxy != nil
        self.certificates = certificates
        self.proxyCertificates = proxyCertificates
        self.clientCertificate = clientCertificate
        self.proxy = proxy
        self.noProxy = noProxy
    }

    func certificatesInWords(_ redactor: Redactor) -> Message { CertificateSearch.inWords(certificates, redactor) }
}
