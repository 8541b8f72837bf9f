import CCrypto
import CCurl
import CPlatform

/// The loaded libcurl, whose version may differ from the headers': a library built on one distribution runs on others.
/// What is newer than the oldest supported version is decided at run time.
enum Libcurl {
    /// The oldest supported version is 7.76, in RHEL 9. In libcurl's format, 0xXXYYZZ.
    private static var oldest: UInt32 { 0x07_4C_00 }

    /// Initializes it once per process; false if that fails, and can be retried. curl_global_init is not thread-safe
    /// before 7.84, so it is called under a mutex. OpenSSL is initialized first, with options that libcurl would not
    /// use (ccrypto.h).
    static func initialize() -> Bool {
        ProcessGate.hold { ccrypto_initialize(cplatform_gate_close) == 1 && ccurl_initialize() == 1 }
            == true
            && ccurl_version() != nil
    }

    /// Since 8.20 a multi handle has its own threads for name resolution, and waits for them when it is freed.
    static var keepsThreads: Bool { ccurl_version().map { $0.pointee.version_num >= 0x08_14_00 } ?? true }

    /// From 7.84 to 8.0 a reused easy handle frees the last header of its previous response twice if the first header of
    /// a response begins with white space (https://github.com/curl/curl/issues/11101).
    static var keepsLastHeader: Bool {
        ccurl_version().map { 0x07_54_00 <= $0.pointee.version_num && $0.pointee.version_num < 0x08_01_00 } ?? true
    }

    /// Recent enough, with TLS and asynchronous name resolution. Without asynchronous name resolution
    /// (CURL_VERSION_ASYNCHDNS) a call that must not wait would wait for DNS.
    static var isUsable: Bool {
        guard let found = ccurl_version() else { return false }
        let needed = CURL_VERSION_ASYNCHDNS | CURL_VERSION_SSL
        return found.pointee.version_num >= oldest && found.pointee.features & needed == needed
    }

    static var version: UnsafePointer<CChar>? { ccurl_version()?.pointee.version }
    static var tlsVersion: UnsafePointer<CChar>? { ccurl_version()?.pointee.ssl_version }
    static var zlibVersion: UnsafePointer<CChar>? { ccurl_version()?.pointee.libz_version }
}
