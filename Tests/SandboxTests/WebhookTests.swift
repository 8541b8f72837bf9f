import Testing

@testable import Sandbox

struct WebhookTests {
    @Test(
        arguments: [
            ("secret", 1_700_000_000_000, "{}", "8399216d111287e3bb28e25c0f4f31dffdf831c68c9ee2b96c2f67c9b81d341b"),
            (
                "whsec_ünïcode", 1_735_689_600_001, #"{"name":"Zoë Müller 日本","emoji":"🙂"}"#,
                "dbb4effe8a26ea4d098c5420146cb836060d9bcddc42a037a0da7212c0a21c1a"
            ),
        ] as [(String, Int64, String, String)])
    func signatures(secret: String, milliseconds: Int64, body: String, signature: String) {
        let time = Timestamp(milliseconds: milliseconds)
        let header = WebhookSignature.header(secret: secret, time: time, body: Array(body.utf8))
        #expect(header == "t=\(milliseconds), v1=\(signature)")
    }

    @Test func partsOfAnURL() throws {
        let url = try #require(WebhookURL("http://[::1]:8000/a%20b?c=%2F"))
        #expect((url.host, url.port, url.authority, url.target) == ("::1", 8000, "[::1]:8000", "/a%20b?c=%2F"))
        let bare = try #require(WebhookURL("HTTP://localhost"))
        #expect((bare.host, bare.port, bare.authority, bare.target) == ("localhost", 80, "localhost:80", "/"))
        #expect(WebhookURL("http://a/\r\nb") == nil)
    }

    @Test func loopback() {
        for host in ["127.0.0.1", "127.255.0.9", "::1", "0:0:0:0:0:0:0:1", "localhost", "LOCALHOST"] {
            #expect(WebhookURL.isLoopback(host), "\(host)")
        }
        for host in ["128.0.0.1", "0.0.0.0", "::", "::2", "::ffff:10.0.0.1", "127.0.0.1.example.com", "127.1", ""] {
            #expect(!WebhookURL.isLoopback(host), "\(host)")
        }
    }
}
