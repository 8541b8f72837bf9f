import Testing

@testable import WorkOSDS

@Suite struct CursorSetTests {
    @Test func everyCursorIsNewOnceAndKnownEverAfter() {
        let seen = CursorSet()
        let cursors = (0..<100_000).map { Array("directory_user_\($0)".utf8) }
        #expect(cursors.allSatisfy { seen.insert($0) == true })
        #expect(cursors.allSatisfy { seen.insert($0) == false })
    }

    @Test func anyBytesAreCursors() {
        let seen = CursorSet()
        let cursors: [[UInt8]] = [[], [0], [0, 0], [255], Array(repeating: 0x61, count: 100_000)]
        #expect(cursors.allSatisfy { seen.insert($0) == true })
        #expect(cursors.allSatisfy { seen.insert($0) == false })
    }
}
