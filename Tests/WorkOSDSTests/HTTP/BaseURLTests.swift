import Testing

@testable import WorkOSDS

struct BaseURLTests {
    private func url(_ given: String) -> BaseURL? {
        do throws(Failure) { return try BaseURL(bytes(given)) } catch { return nil }
    }

    @Test(
        arguments: [
            ("https://api.workos.com", "https://api.workos.com"), ("https://api.workos.com/", "https://api.workos.com"),
            ("https://h///", "https://h"), ("https://h:443", "https://h:443"), ("https://h:1/", "https://h:1"),
            ("https://h:65535", "https://h:65535"),
            ("https://h:00080", "https://h:00080"), ("https://h/prefix", "https://h/prefix"),
            ("https://h/a/b/", "https://h/a/b"),
            ("HTTPS://H/P", "HTTPS://H/P"), ("https://a-b_c.d0", "https://a-b_c.d0"),
            ("https://[::1]:9/x", "https://[::1]:9/x"),
            ("https://[2001:db8::1]", "https://[2001:db8::1]"), ("https://h/a%2Fb", "https://h/a%2Fb"),
            ("https://h/a{b}|c\\d^e`f\"g<h>", "https://h/a%7Bb%7D%7Cc%5Cd%5Ee%60f%22g%3Ch%3E"),
            ("https://h/:@", nil), ("https://127.0.0.1", "https://127.0.0.1"), ("https://h/a//b", "https://h/a//b"),
        ] as [(String, String?)])
    func text(_ given: String, _ expected: String?) {
        #expect(url(given).map { WorkOSDSTests.text($0.text) } == expected)
        if let expected { #expect(url(expected).map { WorkOSDSTests.text($0.text) } == expected) }
    }

    @Test(arguments: [
        "", "api.workos.com", "//api.workos.com", "ftp://h", "https:/h", "https:h", "https//h", "httpss://h",
        " https://h", "https ://h",
        "https://", "https:///", "https:///path", "https://?", "https://h?x=1", "https://h/?", "https://h#",
        "https://h/a#b",
        "https://user@h", "https://user:pass@h", "https://h@evil", "https://h/a@b", "https://h:0", "https://h:",
        "https://h:65536",
        "https://h:99999", "https://h:000443", "https://h:+80", "https://h:-1", "https://h:80a", "https://h: 80",
        "https://h:80:90", "https://:80",
        "https://h h", "https://h\t", "https://h\n", "https://h\r\nX: y", "https://h/a b", "https://h/\u{7F}",
        "https://hé", "https://h/é",
        "https://[", "https://[]", "https://[:]x", "https://[::1", "https://::1", "https://[::1]:", "https://[::1]x:80",
        "https://[fe80::1%25eth0]",
        "https://[g::1]", "https://]h", "https://h\\evil", "https://h%2e", "https://h~", "https://h,evil",
        "https://h;x", "https://*",
        "http://", "file:///etc/passwd", "javascript://h",
    ])
    func refuses(_ given: String) throws {
        let refused = try #require(failure { () throws(Failure) in _ = try BaseURL(bytes(given)) })
        #expect(refused.status == .invalidArgument)
        #expect(WorkOSDSTests.text(ended: refused.message)?.hasPrefix("base_url ") == true)
    }

    @Test func namesWhatItRefusesAndWhereItCameFrom() {
        func message(_ given: String, _ name: StaticString) -> String? {
            failure { () throws(Failure) in _ = try BaseURL(bytes(given), name) }.flatMap {
                WorkOSDSTests.text(ended: $0.message)
            }
        }
        #expect(
            message("foo", "WORKOS_BASE_URL")
                == #"WORKOS_BASE_URL "foo" must start with https://, or with http:// for a loopback host"#)
        #expect(
            message("https://h?x", "base_url") == #"base_url "https://h?x" must have neither a query nor a fragment"#)
        #expect(message("ftp://user:secret@h", "base_url")?.contains("secret") == false)
    }

    @Test func refusesBytesThatAreNoText() {
        for byte in [UInt8(0)...0x20, 0x7F...0xFF].joined() {
            #expect(failure { () throws(Failure) in _ = try BaseURL(bytes("https://h/") + [byte]) } != nil, "\(byte)")
            #expect(failure { () throws(Failure) in _ = try BaseURL(bytes("https://h") + [byte]) } != nil, "\(byte)")
        }
    }

    @Test func aMessageShowsNoPassword() throws {
        let refused = try #require(failure { () throws(Failure) in _ = try BaseURL(bytes("https://user:secret@h")) })
        #expect(WorkOSDSTests.text(ended: refused.message)?.contains("secret") == false)
    }

    @Test(arguments: [
        "http://localhost", "http://LOCALHOST:8080", "http://127.0.0.1", "http://127.255.255.255:1",
        "http://127.0.0.1/x", "http://[::1]", "http://[::1]:80/",
        "https://127.1.2.3",
    ])
    func loopback(_ given: String) throws { #expect(try #require(url(given)).isLoopback) }

    @Test(arguments: [
        "http://localhost.", "http://localhost.evil.com", "http://xlocalhost", "http://127.0.0.1.evil.com",
        "http://127.0.0.1.", "http://127.1",
        "http://127.0.0", "http://127.0.0.256", "http://127.0.0.01", "http://127.00.0.1", "http://0127.0.0.1",
        "http://128.0.0.1", "http://0.0.0.0",
        "http://12.7.0.1", "http://127.0.0.1a", "http://127.0..1", "http://.127.0.0.1", "http://2130706433",
        "http://0x7f.0.0.1", "http://[::2]",
        "http://[0:0:0:0:0:0:0:1]", "http://[::ffff:127.0.0.1]", "http://[::]", "http://10.0.0.1",
        "http://api.workos.com", "http://127-0-0-1",
    ])
    func notLoopback(_ given: String) throws { #expect(try !#require(url(given)).isLoopback) }

    @Test func knowsPlainHTTP() throws {
        #expect(try #require(url("http://h")).isPlainHTTP && #require(url("hTTp://h")).isPlainHTTP)
        #expect(try !#require(url("https://h")).isPlainHTTP && !#require(url("HTTPS://h")).isPlainHTTP)
        let standard = try #require(url("\(BaseURL.publicAPI)"))
        #expect(!standard.isPlainHTTP && !standard.isLoopback)
    }
}
