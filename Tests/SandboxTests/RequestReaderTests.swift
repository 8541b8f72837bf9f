import Testing

@testable import Sandbox

struct RequestReaderTests {
    private struct Read: Equatable {
        var requests: [String] = []
        var failure: RequestFailure?
    }

    /// The requests that a reader finds in these bytes if they arrive in pieces of this size.
    private func read(_ bytes: [UInt8], _ size: Int) -> Read {
        var (reader, read) = (RequestReader(), Read())
        for start in stride(from: 0, to: bytes.count, by: size) {
            reader.append(Array(bytes[start..<min(start + size, bytes.count)]))
            do throws(RequestFailure) {
                while let (head, body) = try reader.next() {
                    read.requests.append("\(head.method) \(head.target) \(String(decoding: body, as: UTF8.self))")
                }
            } catch {
                read.failure = error
                break
            }
        }
        return read
    }

    private func expect(_ text: String, _ requests: [String], _ failure: RequestFailure? = nil) {
        for size in [1, 2, 3, 7, 4096, Int.max / 2] {
            #expect(read(Array(text.utf8), min(size, 1 << 20)) == Read(requests: requests, failure: failure), "\(size)")
        }
    }

    @Test func severalInARow() {
        let text =
            "GET /a HTTP/1.1\r\nHost: x\r\n\r\nPOST /b?c=d HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc\r\n\r\nGET /e HTTP/1.0\n\n"
        expect(text, ["GET /a ", "POST /b?c=d abc", "GET /e "])
    }

    @Test func chunks() {
        let head = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
        expect(
            head + "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nX: y\r\n\r\nGET / HTTP/1.1\r\n\r\n",
            ["POST / abc0123456789", "GET / "])
        expect(head + "x\r\n", [], .malformed)
        expect(head + "\r\n", [], .malformed)
        expect(head + "-1\r\n", [], .malformed)
        expect(head + "1\r\nab\r\n", [], .malformed)
        expect(head + "fffffff\r\n", [], .bodyTooLarge)
        expect(head + "fffffffffffffffff\r\n", [], .malformed)
    }

    @Test(arguments: [
        "GET\r\n\r\n", "GET / HTTP/2.0\r\n\r\n", "GET /a b HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\n: x\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: \r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
    ])
    func malformed(_ text: String) {
        expect(text, [], .malformed)
    }

    @Test func refused() {
        expect("GET / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", [], .unknownCoding)
        expect("GET / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", [], .bodyTooLarge)
        expect("GET / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", [], .bodyTooLarge)
        expect("GET / HTTP/1.1\r\n" + String(repeating: "a: b\r\n", count: 101) + "\r\n", [], .tooManyHeaders)
    }

    @Test(arguments: [1000, 4096, 1 << 20])
    func tooLong(_ size: Int) {
        let long = [UInt8](repeating: UInt8(ascii: "a"), count: 200_000)
        #expect(read(long, size).failure == .lineTooLong)
        #expect(read(Array("GET /".utf8) + long + Array(" HTTP/1.1\r\n\r\n".utf8), size).failure == .lineTooLong)
        let head = Array("GET / HTTP/1.1\r\nX: ".utf8) + long
        #expect(read(head, size).failure == .headTooLarge)
        #expect(read(head + Array("\r\n\r\n".utf8), size).failure == .headTooLarge)
    }

    @Test func headers() throws {
        let head = try RequestHead(Array("GET / HTTP/1.1\r\nA:  b c \t\r\nx-y:\r\nConnection: TE, Close".utf8)[...])
        #expect(head["a"] == "b c" && head["X-Y"] == "" && head["z"] == nil)
        #expect(!head.keepsConnection)
        #expect(try RequestHead(Array("GET / HTTP/1.1".utf8)[...]).keepsConnection)
        #expect(try !RequestHead(Array("GET / HTTP/1.0".utf8)[...]).keepsConnection)
        #expect(try RequestHead(Array("GET / HTTP/1.0\nConnection: keep-alive".utf8)[...]).keepsConnection)
    }

    @Test func waitsForContinue() throws {
        var reader = RequestReader()
        reader.append(Array("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n".utf8))
        #expect(try reader.next() == nil)
        #expect(reader.wantsContinue)
        reader.continued()
        #expect(try reader.next() == nil)
        #expect(!reader.wantsContinue)
        reader.append([UInt8(ascii: "a")])
        #expect(try reader.next()?.body == [UInt8(ascii: "a")])
    }
}
