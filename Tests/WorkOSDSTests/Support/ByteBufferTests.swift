import Testing

@testable import WorkOSDS

struct ByteBufferTests {
    private func isPadded(_ buffer: ByteBuffer) -> Bool {
        (0..<ByteCursor.padding).allSatisfy { buffer.bytes[buffer.count + $0] == 0 }
    }

    @Test func isPaddedAtEveryLength() {
        let buffer = ByteBuffer()
        #expect(isPadded(buffer) && buffer.count == 0)
        for length in 1...5000 {
            #expect(buffer.append([0xFF] as [UInt8], 1))
            if buffer.count != length || !isPadded(buffer) { Issue.record("at \(length) bytes") }
        }
        buffer.removeAll()
        #expect(buffer.count == 0 && isPadded(buffer) && buffer.bytes[0] == 0)
    }

    @Test func keepsItsContentBeyondALimit() {
        let buffer = ByteBuffer("abc")
        #expect(!buffer.append("defg", 4, limit: 6))
        #expect(buffer.append("def", 3, limit: 6))
        #expect(!buffer.append("", -1))
        #expect(!buffer.append("", .max))
        #expect(text(buffer.content) == "abcdef" && isPadded(buffer))
    }

    @Test func overwritesWhatFits() {
        let buffer = ByteBuffer("abcdef")
        buffer.overwrite(at: 2, with: "XY")
        buffer.overwrite(at: 4, with: "123")
        buffer.overwrite(at: -1, with: "0")
        buffer.overwrite(at: 7, with: "")
        #expect(text(buffer.content) == "abXYef")
        ByteBuffer().overwrite(at: 0, with: "x")
    }
}
