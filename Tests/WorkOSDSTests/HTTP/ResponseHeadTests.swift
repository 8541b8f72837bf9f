import Testing

@testable import WorkOSDS

struct ResponseHeadTests {
    @Test func readsTheThreeHeaders() {
        let head = ResponseHead(
            "HTTP/1.1 429 Too Many Requests", "X-Request-Id: req_1", "Retry-After: 17", "Location: /x",
            "Content-Type: a/b", "")
        #expect(head.requestID == bytes("req_1") && head.retryAfter == bytes("17") && head.location == bytes("/x"))
    }

    @Test(arguments: ["x-request-id:r", "X-REQUEST-ID:  r", "X-Request-ID:\tr \t", "x-ReQuEsT-iD: r"])
    func namesHaveNoCase(_ line: String) { #expect(ResponseHead("HTTP/1.1 200 OK", line).requestID == bytes("r")) }

    @Test(arguments: [
        "x-request-idx: r", "xx-request-id: r", "x-request-id : r", " x-request-id: r", "x-request-id", "x-request-i",
        "", ":",
    ])
    func otherNames(_ line: String) { #expect(ResponseHead("HTTP/1.1 200 OK", line).requestID == nil) }

    @Test func emptyValues() {
        let head = ResponseHead("X-Request-Id:", "Retry-After:  ", "Location:")
        #expect(head.requestID == nil && head.retryAfter == [] && head.location == [])
    }

    /// After 100 Continue or a proxy's response, the last head is used.
    @Test func startsAnewAtEachStatusLine() {
        let head = ResponseHead(
            "HTTP/1.1 100 Continue", "X-Request-Id: old", "Retry-After: 1", "", "http/1.0 200 OK", "Location: new")
        #expect(head.requestID == nil && head.retryAfter == nil && head.location == bytes("new"))
    }

    @Test func theLastOfTwoCounts() {
        #expect(ResponseHead("Retry-After: 1", "Retry-After: 2").retryAfter == bytes("2"))
    }

    @Test func valuesAreBounded() {
        let long = String(repeating: "r", count: 100_000)
        let head = ResponseHead("X-Request-Id: " + long, "Location: " + long)
        #expect(head.requestID?.count == 256)
        #expect(head.location.map { $0.count <= 1024 } == true)
    }

    /// Callers expect a request id in UTF-8 without control characters.
    @Test func theRequestIDIsCleanText() {
        var head = ResponseHead()
        head.read(bytes("X-Request-Id: caf") + [0xE9] + bytes(" \u{1}\u{7F}\u{9B}\u{2028}x\r\n"))
        #expect(head.requestID.map { text($0) } == "caf\u{FFFD} x")
    }
}
