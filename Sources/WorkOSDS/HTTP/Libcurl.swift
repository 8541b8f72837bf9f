import CCurl

/// The libcurl that is loaded, which need not be the one of the headers.
enum Libcurl {
    /// 7.76, in RHEL 9, is the oldest this library is meant for.
    private static var oldest: UInt32 { 0x07_4C_00 }

    /// Initializes it once in the life of the process; false if that fails.
    static func initialize() -> Bool { ccurl_initialize_once() == CURLE_OK && ccurl_version() != nil }

    /// Recent enough, with TLS, and looking up names without signals or waiting.
    static var isUsable: Bool {
        guard let found = ccurl_version() else { return false }
        let needed = CURL_VERSION_ASYNCHDNS | CURL_VERSION_SSL
        return found.pointee.version_num >= oldest && found.pointee.features & needed == needed
    }

    static var version: UnsafePointer<CChar>? { ccurl_version()?.pointee.version }
    static var tlsVersion: UnsafePointer<CChar>? { ccurl_version()?.pointee.ssl_version }
    static var zlibVersion: UnsafePointer<CChar>? { ccurl_version()?.pointee.libz_version }
}
