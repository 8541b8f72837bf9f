import CCurl
import CPlatform

/// An accepted base URL, as libcurl parses it, has nothing but scheme, host, port and path, and is a loopback URL only
/// if libcurl would connect there too.
enum BaseURLCheck {
    /// The URL for the other checks.
    static func run(_ given: [UInt8]) -> [UInt8] {
        do throws(Failure) {
            let base = try BaseURL(given)
            check(base)
            require(again(base) == base.text, "a URL that changes when it is read again")
            return base.text
        } catch {
            FailureCheck.run(error)
            return Array("https://api.workos.com".utf8)
        }
    }

    private static func again(_ base: BaseURL) -> [UInt8]? {
        do throws(Failure) { return try BaseURL(base.text).text } catch { return nil }
    }

    private static func check(_ base: BaseURL) {
        require(base.text.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "a byte that no URL holds")
        require(!base.text.contains { Array("?#@\"<>\\^`{|}".utf8).contains($0) }, "a character that no base URL holds")
        require(base.text.last != UInt8(ascii: "/"), "a slash at the end")
        guard let url = ParsedURL(base.text) else { return }
        require(url.part(CURLUPART_SCHEME) == Array((base.isPlainHTTP ? "http" : "https").utf8), "the scheme")
        for part in [CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_QUERY, CURLUPART_FRAGMENT, CURLUPART_OPTIONS] {
            require(url.part(part) == nil, "a part that no base URL has")
        }
        if base.isLoopback { require(isLoopback(url.part(CURLUPART_HOST) ?? []), "another host taken for loopback") }
    }

    private static func isLoopback(_ host: [UInt8]) -> Bool {
        let name = String(decoding: host, as: UTF8.self).lowercased()
        return name == "localhost" || name == "[::1]" || name.hasPrefix("127.") && name.split(separator: ".").count == 4
    }
}

/// libcurl's parts of a URL.
final class ParsedURL {
    private let handle: OpaquePointer

    /// nil if libcurl rejects it.
    init?(_ text: [UInt8]) {
        guard let handle = curl_url() else { return nil }
        let flags = UInt32(CURLU_PATH_AS_IS)
        let code = text.withCString { curl_url_set(handle, CURLUPART_URL, $0, flags) }
        guard code == CURLUE_OK else {
            curl_url_cleanup(handle)
            return nil
        }
        self.handle = handle
    }

    deinit { curl_url_cleanup(handle) }

    func part(_ part: CURLUPart) -> [UInt8]? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return CText.bytes(text)
    }
}
