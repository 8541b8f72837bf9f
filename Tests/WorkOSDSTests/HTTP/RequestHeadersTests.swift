import CCurl
import Testing

@testable import WorkOSDS

struct RequestHeadersTests {
    @Test func sendsTheKeyInOneHeader() throws {
        let headers = try #require(RequestHeaders.make(apiKey: bytes("sk_test_key"), userAgent: bytes("test")))
        var found: [String] = []
        var line: UnsafeMutablePointer<curl_slist>? = headers.lines
        while let current = line {
            found.append(String(cString: current.pointee.data))
            line = current.pointee.next
        }
        #expect(found.first == "Authorization: Bearer sk_test_key")
        #expect(found.filter { $0.contains("sk_test_key") }.count == 1)
        #expect(found.contains("Accept: application/json") && found.contains("Expect:"))
        #expect(text(headers.redactor.redacted(bytes("key sk_test_key"))) == "key [API key]")
    }
}
