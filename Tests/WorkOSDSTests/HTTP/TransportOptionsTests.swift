import CCurl
import Testing

@testable import WorkOSDS

struct TransportOptionsTests {
    private func redacted(_ given: String, key: String = "sk_test_key") -> String {
        text(TransportOptions.sample(apiKey: key).redacted(bytes(given)))
    }

    @Test(arguments: [
        ("", ""), ("nothing", "nothing"), ("sk_test_key", "[API key]"), ("a sk_test_key b", "a [API key] b"),
        ("sk_test_keysk_test_key", "[API key][API key]"),
        ("sk_test_sk_test_key", "sk_test_[API key]"), ("sk_test_ke", "sk_test_ke"), ("SK_TEST_KEY", "SK_TEST_KEY"),
        ("é sk_test_key é", "é [API key] é"),
    ])
    func takesOutTheKey(_ given: String, _ expected: String) { #expect(redacted(given) == expected) }

    /// Real keys are longer; taking "a" out of every text would help nobody.
    @Test(arguments: ["a", "key]", "1234567"])
    func leavesShortKeysAlone(_ key: String) {
        #expect(redacted("a key] 1234567 1234567", key: key) == "a key] 1234567 1234567")
    }

    @Test func takesOutAKeyOfEightBytes() {
        #expect(redacted("12345678 x 1234567812345678", key: "12345678") == "[API key] x [API key][API key]")
    }

    @Test func findsTheKeyInABody() {
        let options = TransportOptions.sample()
        #expect(
            options.holdsKey(ByteBuffer("{\"key\":\"sk_test_key\"}")) && options.holdsKey(ByteBuffer("sk_test_key")))
        #expect(options.holdsKey(ByteBuffer([0, 1] + bytes("sk_test_key") + [0])))
        #expect(!options.holdsKey(ByteBuffer("sk_test_ke")) && !options.holdsKey(ByteBuffer()))
    }

    @Test func sendsTheKeyInOneHeader() {
        let lines = TransportOptions.sample().headerLines()
        defer { curl_slist_free_all(lines) }
        var found: [String] = []
        var line = lines
        while let current = line {
            found.append(String(cString: current.pointee.data))
            line = current.pointee.next
        }
        #expect(found.first == "Authorization: Bearer sk_test_key")
        #expect(found.filter { $0.contains("sk_test_key") }.count == 1)
        #expect(found.contains("Accept: application/json") && found.contains("Expect:"))
    }
}
