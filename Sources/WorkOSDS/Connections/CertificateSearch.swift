import CCrypto
import CCurl
import CPlatform

/// Finds the CA file at run time, because libcurl's default is fixed when it is built, perhaps on another distribution.
/// Runs once for each client; libcurl reads the file found for each connection.
enum CertificateSearch {
    /// The first one that can be read is used.
    private static var usualPlaces: [StaticString] {
        [
            "/etc/ssl/certs/ca-certificates.crt",  // Debian, Ubuntu, Arch
            "/etc/pki/tls/certs/ca-bundle.crt",  // Fedora, RHEL
            "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
            "/etc/ssl/ca-bundle.pem",  // openSUSE
            "/etc/ssl/cert.pem",  // Alpine, BSD
        ]
    }

    /// Whether libcurl's default file or folder exists. A libcurl built for all distributions has no default. The
    /// members cainfo and capath exist since CURLVERSION_SEVENTH (libcurl 7.70).
    private static var libcurlHasOne: Bool {
        guard let information = ccurl_version(), information.pointee.age.rawValue >= CURLVERSION_SEVENTH.rawValue else {
            return false
        }
        if let file = information.pointee.cainfo, access(file, R_OK) == 0 { return true }
        if let folder = information.pointee.capath, access(folder, R_OK) == 0 { return true }
        return false
    }

    /// The file to use; nil for libcurl's default, or if there is none. SSL_CERT_FILE is OpenSSL's variable; curl's
    /// command reads it too, libcurl does not.
    static func find() -> [UInt8]? {
        if let named = Environment.text("SSL_CERT_FILE") { return named }
        if libcurlHasOne { return nil }
        for place in usualPlaces where access(StaticText.characters(place), R_OK) == 0 {
            return StaticText.bytes(place)
        }
        return nil
    }

    /// With this process's rights. A directory is not a CA file.
    static func isReadable(_ file: [UInt8]) -> Bool { file.withCString { cplatform_is_readable_file($0) == 1 } }

    /// Without this check a wrong file would show only as a TLS error of the first connection.
    static func hasCertificate(_ file: [UInt8]) -> Bool {
        file.withCString { file in
            ProcessGate.hold {
                ccrypto_initialize(cplatform_gate_close) == 1 && ccrypto_has_certificate(file) == 1
            }
        } == true
    }

    /// For an error message.
    static func inWords(_ chosen: [UInt8]?, _ redactor: Redactor) -> Message {
        if chosen == nil && !libcurlHasOne {
            return "; no certification authorities were found: set ca_file or SSL_CERT_FILE"
        }
        guard let file = chosen ?? ccurl_version()?.pointee.cainfo.map({ CText.bytes($0) }) else { return "" }
        let end: StaticString = isReadable(file) ? "" : ", which cannot be read"
        return "; certification authorities from \(quoted: file, limit: 100, hiding: redactor)\(end)"
    }
}
