import CCurl
import CPlatform
import Testing

@testable import WorkOSDS

struct RequestHeadersTests {
    private func make(_ added: [String]? = nil, base: RequestHeaders? = nil) throws -> RequestHeaders {
        let lines = added.map { $0.map { UnsafePointer(strdup($0)) } + [nil] }
        defer { lines?.forEach { free(UnsafeMutablePointer(mutating: $0)) } }
        return try RequestHeaders.make(
            apiKey: bytes("sk_test_key"), userAgent: bytes("test"), adding: lines, base: base)
    }

    private func lines(_ headers: RequestHeaders) -> [String] {
        var found: [String] = []
        var line = headers.lines
        while let current = line {
            found.append(String(cString: current.pointee.data))
            line = current.pointee.next
        }
        return found
    }

    private func refusal(_ added: String...) throws -> String {
        do {
            _ = try make(added)
        } catch let failure as Failure {
            #expect(failure.status == .invalidArgument)
            return text(failure.message.dropLast())
        }
        Issue.record("\(added) was accepted")
        return ""
    }

    private func value(_ headers: RequestHeaders, _ name: String) -> String? {
        headers.value(of: name).map { String(cString: $0) }
    }

    @Test func sendsTheKeyInOneHeader() throws {
        let headers = try make()
        let found = lines(headers)
        #expect(found.first == "Authorization: Bearer sk_test_key")
        #expect(found.filter { $0.contains("sk_test_key") }.count == 1)
        #expect(found.contains("Accept: application/json") && found.contains("Expect:"))
        #expect(text(headers.redactor.redacted(bytes("key sk_test_key"))) == "key [API key]")
    }

    /// libcurl wants a semicolon where a header is to be sent without a value.
    @Test func addsLines() throws {
        let own = lines(try make())
        let added = lines(try make(["X-One: 1", "X-Empty:", "X-Blank: \t ", "X-Colons:a:b;c"]))
        #expect(added == own + ["X-One: 1", "X-Empty;", "X-Blank;", "X-Colons:a:b;c"])
    }

    @Test func takesTheLinesOfAnother() throws {
        let base = try make(["X-One: 1", "X-Empty:", "X-Token: 0123456789"])
        let same = try make(base: base)
        #expect(lines(same) == lines(base))
        #expect(value(same, "x-one") == "1")
        #expect(text(same.redactor.redacted(bytes("0123456789"))) == "[secret]")
        #expect(lines(try make(["X-Two: 2"], base: base)) == lines(try make(["X-Two: 2"])))
        #expect(lines(try make([], base: base)) == lines(try make()))
        #expect(lines(try make(base: same)) == lines(base))
    }

    @Test(arguments: [
        "", ":", ": value", "no colon", "na me: 1", "name : 1", " name: 1", "na;me: 1", "n\u{e9}: 1", "X-A\r\nX-B: 1",
        "X-A\t: 1", "Bearer 0123456789",
    ])
    func refusesWhatHasNoName(_ line: String) throws {
        let message = try refusal("X-Good: 1", line)
        #expect(message == "headers[1] is not a header: write it as \"Name: value\"")
    }

    @Test(arguments: [
        "X-A: 1\r\nX-B: 2", "X-A: 1\nX-B: 2", "X-A: 1\r", "X-A: \u{1}", "X-A: \u{1f}", "X-A: \u{7f}",
        "X-A: " + String(repeating: "a", count: 8188),
    ])
    func refusesValues(_ line: String) throws {
        #expect(try refusal(line).hasPrefix("headers \"X-A\" has a control character in its value"))
    }

    @Test func acceptsTheLongestAndTheMost() throws {
        _ = try make(["X-A: " + String(repeating: "a", count: 8187)])
        let most = (0..<64).map { "X-\($0): 1" }
        #expect(try lines(make(most)).count == lines(make()).count + 64)
        #expect(throws: Failure.self) { try make(most + ["X-64: 1"]) }
    }

    @Test(arguments: [
        "Accept", "ACCEPT-ENCODING", "authorization", "Connection", "Content-Length", "content-type", "Expect", "hOST",
        "Keep-Alive", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
        "User-Agent",
    ])
    func refusesWhatTheLibrarySets(_ name: String) throws {
        for value in [": other_0123456789", ":"] {
            #expect(try refusal(name + value) == "headers \"\(name)\" is set by the library")
        }
        _ = try make([name + "x: 1", "x" + name + ": 1"])
    }

    // MARK: Secrets

    @Test(arguments: [
        "Cookie", "Set-Cookie", "X-Authorization", "x-auth-token", "X-API-KEY", "Api_Token", "TOKEN", "X-Secret-Thing",
    ])
    func hidesSecrets(_ name: String) throws {
        let headers = try make(["X-Trace: trace-0123456789", name + ": value-0123456789 "])
        #expect(value(headers, name) == nil && value(headers, "X-TRACE") == "trace-0123456789")
        for spelling in Spelling.allCases {
            let told = "a \(spelling("value-0123456789")) b"
            #expect(text(headers.redactor.redacted(bytes(told))) == "a [secret] b")
            #expect(headers.redactor.finds(in: ByteBuffer(told)))
        }
        #expect(!headers.redactor.finds(in: ByteBuffer("trace-0123456789")))
    }

    @Test(arguments: [
        ("Bearer abcdefghij", "abcdefghij"), ("a=abcdefghij; b=klmnopqrst", "klmnopqrst"),
        ("Custom id=\"abcdefghij\",n=1", "abcdefghij"), ("one two three", "one two three"),
    ])
    func hidesPartsOfSecrets(_ header: String, _ part: String) throws {
        let redactor = try make(["Cookie: " + header]).redactor
        #expect(text(redactor.redacted(bytes("<\(part)>"))) == "<[secret]>")
        #expect(text(redactor.redacted(bytes("<\(header)>"))) == "<[secret]>")
    }

    @Test func findsValuesByName() throws {
        let headers = try make(["X-A: 1", "x-a:  2", "X-Empty:"])
        #expect(value(headers, "X-a") == "2" && value(headers, "x-empty") == "")
        for name in ["", "X", "X-A:", "X-AA", "Accept", "Authorization"] { #expect(value(headers, name) == nil) }
    }
}
