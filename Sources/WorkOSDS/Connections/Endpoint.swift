/// The server and security of connections, which must be equal for clients to share them. Immutable, and shared by a
/// client, those derived from it, and their connections. `EasyHandle` passes it to libcurl; the verification of
/// certificates cannot be turned off.
final class Endpoint {
    /// "https://host:port/", and the path prefix. libcurl gets this and the path separately: see
    /// `EasyHandle.setTarget`.
    let origin: [UInt8]
    let pathPrefix: [UInt8]
    /// Plain http through a proxy has the whole URL in its request line, all other requests the path.
    let mayNameWholeURL: Bool
    /// The CA file; nil for libcurl's default.
    let certificates: [UInt8]?
    /// The same for a proxy.
    let proxyCertificates: [UInt8]?
    let clientCertificate: ClientCertificate?
    /// nil for none.
    let proxy: Proxy?
    /// Hosts to connect to directly, as libcurl's CURLOPT_NOPROXY reads them. Never nil: libcurl would read the
    /// environment.
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
