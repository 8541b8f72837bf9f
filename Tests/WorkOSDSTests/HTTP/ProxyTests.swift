import Testing

@testable import WorkOSDS

struct ProxyTests {
    private func proxy(_ given: String) -> Proxy? {
        do throws(Failure) { return try Proxy(bytes(given), "proxy") } catch { return nil }
    }

    @Test(
        arguments: [
            ("http://h", "http://h", nil), ("h", "h", nil), ("h:3128", "h:3128", nil),
            ("http://h:3128/", "http://h:3128", nil),
            ("socks5h://[::1]:9", "socks5h://[::1]:9", nil), ("HTTP://user:pw@h:1", "HTTP://h:1", "user:pw"),
            ("user:pw@h", "h", "user:pw"), ("http://user@h", "http://h", "user"),
            ("http://a%40b:c%3Ad@h", "http://h", "a%40b:c%3Ad"),
            ("http://user:p w@h", "http://h", "user:p w"), ("http://user:p//w@h", "http://h", "user:p//w"),
            ("http://user:p@w@h", "http://h", "user:p@w"), ("http://u:p/?#'\"@h", "http://h", "u:p/?#'\""),
            ("user:p://w@h", "h", "user:p://w"),
        ] as [(String, String, String?)])
    func isTakenApart(_ given: String, _ url: String, _ credentials: String?) throws {
        let found = try #require(proxy(given))
        #expect(text(found.url) == url && found.credentials.map { text($0) } == credentials)
    }

    /// An invalid proxy is not shown, because the position of its password is unknown.
    @Test(arguments: [
        "", "user:s3cret", "http://user:s3cret", "http://s3cret:x", "http://user:s3cret@", "http://user:s3cret@ho st",
        "http://user:s3cret@h:99999", "http://user:s3cret@[::1", "http://user:12/s3cret", "http://user/s3cret",
        "s3cret word",
        "http://h/s3cret", "http://user:s3cret@h/path", "http://h?s3cret", "://s3cret@", "http:user:s3cret",
        "//s3cret@h:x",
        "http://us%65r:s3%63ret",
    ])
    func refuses(_ given: String) throws {
        let refused = try #require(failure { () throws(Failure) in _ = try Proxy(bytes(given), "https_proxy") })
        #expect(refused.status == .invalidArgument)
        let message = text(refused.message)
        #expect(message.hasPrefix("https_proxy must be ") && !message.contains("s3") && !message.contains("%63"))
    }
}
