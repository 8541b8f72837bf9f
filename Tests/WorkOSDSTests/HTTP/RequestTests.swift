import Testing

@testable import WorkOSDS

struct RequestTests {
    private func target(_ id: [UInt8]) -> String { text(Request(.get, path: "/directories", id: id).target) }

    @Test func paths() {
        #expect(text(Request(.get, path: "/directories").target) == "/directories")
        #expect(target(bytes("directory_01-A.b~c")) == "/directories/directory_01-A.b~c")
        #expect(
            text(Request(.post, path: "/directories", id: bytes("d"), then: "/sync").target) == "/directories/d/sync")
        #expect(text(Request(list: "/directories", parameters: []).target) == "/directories")
    }

    @Test func names() {
        #expect([Request.Method.get, .delete, .post].map { "\($0.name)" } == ["GET", "DELETE", "POST"])
        #expect(Request(list: "/x", parameters: []).method == .get)
    }

    @Test(arguments: [
        ("a/b", "a%2Fb"), ("../x", "..%2Fx"), ("?a=1", "%3Fa%3D1"), ("#x", "%23x"), ("%2F", "%252F"), ("a b", "a%20b"),
        ("\r\nX: y", "%0D%0AX%3A%20y"),
        ("é😀", "%C3%A9%F0%9F%98%80"), ("\u{0}", "%00"), ("a+b", "a%2Bb"), ("\\", "%5C"), ("@:;,", "%40%3A%3B%2C"),
        ("", ""),
    ])
    func anIDIsOneSegment(_ id: String, _ expected: String) { #expect(target(bytes(id)) == "/directories/" + expected) }

    /// Only the unreserved characters of RFC 3986 are not encoded.
    @Test func encodesEveryByte() {
        let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
        for byte in UInt8.min...UInt8.max {
            var encoded: [UInt8] = []
            PercentEncoding.append([byte], to: &encoded)
            #expect(PercentEncoding.isUnreserved(byte) == unreserved.contains(byte))
            let digits = String(byte, radix: 16, uppercase: true)
            let expected = unreserved.contains(byte) ? text([byte]) : "%" + (digits.count == 1 ? "0" : "") + digits
            #expect(text(encoded) == expected)
        }
    }

    @Test func parametersAreEncoded() {
        let parameters = [
            QueryParameter(name: "a", value: bytes("1&b=2")), QueryParameter(name: "c", value: bytes("#/? %")),
            QueryParameter(name: "d", value: []),
        ]
        #expect(text(Request(list: "/x", parameters: parameters).target) == "/x?a=1%26b%3D2&c=%23%2F%3F%20%25&d=")
    }

    // MARK: Ids as arguments

    private func refusal(_ id: [UInt8]) -> Failure? {
        id.withCString { pointer in failure { () throws(Failure) in #expect(try Argument.id(pointer) == id) } }
    }

    /// Ids that would lead to another resource are rejected.
    @Test(arguments: ["", ".", ".."])
    func refusesIDs(_ id: String) { #expect(refusal(bytes(id))?.status == .invalidArgument) }

    @Test func refusesNoID() {
        #expect(failure { () throws(Failure) in _ = try Argument.id(nil) }?.status == .invalidArgument)
    }

    @Test(arguments: ["...", "%2e%2e", ". ", "a/..", "é", "\u{1}", "directory_01"])
    func takesIDs(_ id: String) { #expect(refusal(bytes(id)) == nil) }

    @Test(arguments: [[0xE9], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0x61, 0xFF], [0xF0, 0x9F, 0x98]] as [[UInt8]])
    func refusesIDsThatAreNotUTF8(_ id: [UInt8]) { #expect(refusal(id)?.status == .invalidArgument) }
}
