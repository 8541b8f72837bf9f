import CCurl
import CPlatform

/// Finds the file of certification authorities at run time: libcurl's own default is fixed when it is built, on
/// what may be another distribution.
enum CertificateSearch {
    private static var usualPlaces: [StaticString] {
        [
            "/etc/ssl/certs/ca-certificates.crt",  // Debian, Ubuntu, Arch
            "/etc/pki/tls/certs/ca-bundle.crt",  // Fedora, RHEL
            "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
            "/etc/ssl/ca-bundle.pem",  // openSUSE
            "/etc/ssl/cert.pem",  // Alpine, BSD
        ]
    }

    /// The file to use, nil for libcurl's own.
    static func find() -> [UInt8]? {
        if let named = Environment.text("SSL_CERT_FILE") { return named }
        if let information = ccurl_version(), information.pointee.age.rawValue >= CURLVERSION_SEVENTH.rawValue {
            if let file = information.pointee.cainfo, access(file, R_OK) == 0 { return nil }
            if let folder = information.pointee.capath, access(folder, R_OK) == 0 { return nil }
        }
        for place in usualPlaces where access(StaticText.characters(place), R_OK) == 0 {
            return StaticText.bytes(place)
        }
        return nil
    }

    static func isReadable(_ file: [UInt8]) -> Bool { file.withCString { cplatform_is_readable_file($0) == 1 } }

    /// For an error message.
    static func inWords(_ chosen: [UInt8]?, _ redactor: Redactor) -> Message {
        let libcurls = chosen == nil && find() == nil ? ccurl_version()?.pointee.cainfo : nil
        guard let file = chosen ?? libcurls.map({ CText.bytes($0) }) else { return "" }
        var end: StaticString = ""
        if let libcurls {
            if access(libcurls, R_OK) != 0 { end = " and the usual places, none readable: set ca_file" }
        } else if !isReadable(file) {
            end = ", which cannot be read"
        }
        return "; certification authorities from \(quoted: file, limit: 100, hiding: redactor)\(end)"
    }
}
