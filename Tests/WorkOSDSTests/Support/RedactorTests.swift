import Testing

@testable import WorkOSDS

struct RedactorTests {
    private static let key = "sk_test_0123456789abcdefABCDEFGHIJKLMNOPQRST"

    private func redacted(_ given: String, key: String = "sk_test_key", isCut: Bool = false) -> String {
        text(Redactor(bytes(key)).redacted(bytes(given), isCut: isCut))
    }

    @Test(arguments: [
        ("", ""), ("nothing", "nothing"), ("sk_test_key", "[API key]"), ("a sk_test_key b", "a [API key] b"),
        ("sk_test_keysk_test_key", "[API key][API key]"),
        ("sk_test_sk_test_key", "sk_test_[API key]"), ("sk_test_ke", "sk_test_ke"), ("SK_TEST_KEY", "SK_TEST_KEY"),
        ("é sk_test_key é", "é [API key] é"),
    ])
    func takesOutTheKey(_ given: String, _ expected: String) { #expect(redacted(given) == expected) }

    /// Real keys are longer; removing "a" from every text would be useless.
    @Test(arguments: ["", "a", "key]", "1234567"])
    func leavesShortKeysAlone(_ key: String) {
        #expect(redacted("a key] 1234567 1234567", key: key) == "a key] 1234567 1234567")
    }

    @Test func takesOutAKeyOfEightBytes() {
        #expect(redacted("12345678 x 1234567812345678", key: "12345678") == "[API key] x [API key][API key]")
    }

    @Test(arguments: Spelling.allCases)
    func inEverySpelling(_ spelling: Spelling) {
        for key in [Self.key, "sk_test_key", "12345678", "sk/live+0123"] {
            let spelled = spelling(key)
            #expect(redacted("x\(spelled)y", key: key) == "x[API key]y", "\(spelled)")
            #expect(Redactor(bytes(key)).finds(in: ByteBuffer("{\"k\":\"\(spelled)\"}")), "\(spelled)")
            // All characters of the key but one are not the key.
            let almost = spelling(String(key.dropLast()))
            #expect(redacted("x\(almost)!", key: key) == "x\(almost)!")
        }
    }

    @Test(arguments: [
        (#"sk\/live\/0123456789"#, "sk/live/0123456789"), (#"sk\"live\\0123456789"#, #"sk"live\0123456789"#),
        (#"sk\\\/live\\\/0123456789"#, "sk/live/0123456789"),
    ])
    func shortEscapes(_ given: String, _ key: String) { #expect(redacted(given, key: key) == "[API key]") }

    @Test(arguments: [
        #"\"#, "%", #"\u"#, #"\u00"#, #"\u0073"#, "%7", "%73", #"\\u0073"#, "%25", "%2573", #"sk\u"#, "sk%5", "%zz",
        #"\q"#,
        #"\u0000\u0080\uD800\uFFFF"#, "%00%80%FF", #"\\\\\\\\"#, "%%%%%", "%25%25%25", #"\u005c\u005c\u005c"#,
    ])
    func leavesTheRestAsItIs(_ given: String) { #expect(redacted(given) == given) }

    /// At every position, with every limit, no part of the key is left.
    @Test(arguments: Spelling.allCases)
    func isTakenOutBeforeTheTextIsCut(_ spelling: Spelling) {
        let redactor = Redactor(bytes(Self.key))
        let spelled = spelling(Self.key)
        for limit in [20, 80] {
            for before in stride(from: 0, through: limit + 4, by: 5) {
                let given = bytes(String(repeating: "x", count: before) + spelled + String(repeating: "y", count: 30))
                let cut = redactor.redacted(given, limit: limit)
                #expect(cut.count <= limit && !holdsPart(of: Self.key, cut, spelling))
                let message: Message = "\(given, limit: limit, hiding: redactor)"
                #expect(message.bytes.count <= limit && !holdsPart(of: Self.key, message.bytes, spelling))
            }
        }
    }

    /// libcurl truncates messages at the end of its buffer.
    @Test(arguments: Spelling.allCases)
    func aTextThatWasCutByOthers(_ spelling: Spelling) {
        let spelled = spelling(Self.key)
        for length in stride(from: 1, through: spelled.utf8.count, by: spelled.utf8.count > 300 ? 7 : 1) {
            let given = "Could not resolve host: " + spelled.prefix(length)
            let shown = redacted(given, key: Self.key, isCut: true)
            #expect(!holdsPart(of: Self.key, bytes(shown), spelling), "\(given)")
            #expect(length == spelled.utf8.count || redacted(given, key: Self.key) == given, "not known to be cut")
        }
        #expect(redacted("ends in sk_", isCut: true) == "ends in sk_")
    }

    @Test func findsTheKeyInABody() {
        let redactor = Redactor(bytes("sk_test_key"))
        #expect(
            redactor.finds(in: ByteBuffer("{\"key\":\"sk_test_key\"}")) && redactor.finds(in: ByteBuffer("sk_test_key"))
        )
        #expect(redactor.finds(in: ByteBuffer([0, 1] + bytes("sk_test_key") + [0])))
        #expect(!redactor.finds(in: ByteBuffer("sk_test_ke")) && !redactor.finds(in: ByteBuffer()))
        #expect(!Redactor.none.finds(in: ByteBuffer("sk_test_key")))
    }

    /// The work per byte is bounded for any content.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: ["\\", "%", "%25", "%5C", #"\u005c"#, #"\u0025"#, #"\u005c\u0075\u0030\u0030"#])
    func takesLinearTime(_ piece: String) {
        let body = ByteBuffer(String(repeating: piece, count: (1 << 16) / piece.utf8.count))
        #expect(!Redactor(bytes(Self.key)).finds(in: body))
    }
}
