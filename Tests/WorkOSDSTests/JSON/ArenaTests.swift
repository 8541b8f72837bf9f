import Testing

@testable import WorkOSDS

struct ArenaTests {
    @Test func piecesDoNotOverlap() throws {
        let arena = Arena()
        var pieces: [(UnsafeMutablePointer<UInt8>, Int, UInt8)] = []
        for number in 0..<300 {
            let size = [1, 7, 100, 2047, 2048, 2049, 5000][number % 7]
            let piece = try #require(arena.allocate(size))
            piece.initialize(repeating: UInt8(number % 251), count: size)
            pieces.append((piece, size, UInt8(number % 251)))
        }
        for (piece, size, mark) in pieces { #expect((0..<size).allSatisfy { piece[$0] == mark }) }
    }

    @Test func usesItsFirstBlockAgain() throws {
        let arena = Arena()
        let first = try #require(arena.allocate(10))
        for _ in 0..<50 { _ = arena.allocate(1000) }
        #expect(arena.reset(reserving: 10))
        #expect(arena.allocate(10) == first)
    }

    @Test func whatIsReservedIsThere() throws {
        let arena = Arena()
        for size in [0, 1, 2048, 2049, 100_000, 5] {
            #expect(arena.reset(reserving: size))
            var pieces: [UnsafeMutablePointer<UInt8>] = []
            for _ in 0..<size { pieces.append(try #require(arena.allocate(1))) }
            // Pieces of one block are adjacent.
            #expect(zip(pieces, pieces.dropFirst()).allSatisfy { $0 + 1 == $1 })
        }
        #expect(!arena.reset(reserving: Int.max - 100_000))
        #expect(arena.reset(reserving: 10))
    }

    @Test func givesNilWhereThereIsNoMemory() {
        let arena = Arena()
        #expect(arena.allocate(Int.max - 100_000) == nil)
        #expect(arena.allocate(10) != nil)
    }

    @Test(arguments: [
        (#""abc""#, "abc"), (#""""#, ""), (#""a\u0000b""#, "a\u{FFFD}b"), (#""\ud83d\ude00é""#, "😀é"), (#""\"""#, "\""),
    ])
    func decodesATextWithoutItsNUL(_ given: String, _ expected: String) throws {
        let buffer = ByteBuffer(" " + given + ",")
        let decoded = try #require(Arena().decodeAndCopy(buffer, TextRange(1, 1 + given.utf8.count)))
        #expect(decoded.text == expected && decoded.isEnded)
    }

    @Test(arguments: ["1", "null", "[]", "{}", "true"])
    func decodesNothingElse(_ given: String) {
        #expect(Arena().decodeAndCopy(ByteBuffer(given), TextRange(0, given.utf8.count)) == nil)
    }
}

extension Arena {
    fileprivate func decodeAndCopy(_ buffer: ByteBuffer, _ range: TextRange) -> (text: String, isEnded: Bool)? {
        withExtendedLifetime(buffer) {
            decode(buffer.bytes, range).map { ($0.string, $0.start[$0.length] == 0) }
        }
    }
}
