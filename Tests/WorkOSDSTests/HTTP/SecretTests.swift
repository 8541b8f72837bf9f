import Testing

@testable import WorkOSDS

struct SecretTests {
    @Test(arguments: [
        ("", ""), ("no such thing", "no such thing"),
        ("proxy 'http://user:pass@host:1' refused", "proxy 'http://[credentials]host:1' refused"),
        ("http://u@a and http://v:w@b", "http://[credentials]a and http://[credentials]b"),
        ("user:pass@host", "[credentials]host"), ("@", "[credentials]"), ("a @b", "a [credentials]b"),
        ("http://a:b@c@host", "http://[credentials]host"), ("@@", "[credentials]"),
    ])
    func credentialsAreTakenOut(_ given: String, _ expected: String) {
        let found = text(Secret.withoutCredentials(bytes(given)))
        #expect(found == expected)
        #expect(!found.contains("pass"))
    }

    @Test func aSecretIsTakenOutWhole() {
        #expect(text(Secret.redacted(bytes("x sk_live_0123456789 y"), bytes("sk_live_0123456789"))) == "x [API key] y")
        #expect(text(Secret.redacted(bytes("sk_live_"), bytes("sk_live_0123456789"))) == "sk_live_")
        #expect(Secret.redacted([], bytes("sk_live_0123456789")).isEmpty)
    }
}
