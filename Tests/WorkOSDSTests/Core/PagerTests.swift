import Testing

@testable import WorkOSDS

struct PagerTests {
    @Test func endsWithoutACursorAndOnlyThen() {
        var pager = Pager(start: nil)
        #expect(pager.next(after: bytes("a")) == .page(bytes("a")))
        #expect(pager.next(after: nil) == .end)
    }

    @Test func aCursorSeenBeforeIsALoop() {
        var pager = Pager(start: nil)
        for cursor in ["a", "b", "c", "A", "ab", "\u{0}"] {
            #expect(pager.next(after: bytes(cursor)) == .page(bytes(cursor)))
        }
        for cursor in ["c", "a", "b", "\u{0}"] { #expect(pager.next(after: bytes(cursor)) == .loop(bytes(cursor))) }
        #expect(pager.next(after: bytes("d")) == .page(bytes("d")))
    }

    @Test func theStartCountsAsSeen() {
        var pager = Pager(start: bytes("start"))
        #expect(pager.next(after: bytes("start")) == .loop(bytes("start")))
        var other = Pager(start: nil)
        #expect(other.next(after: bytes("start")) == .page(bytes("start")))
    }

    @Test func tellsManyCursorsApart() {
        var pager = Pager(start: nil)
        for number in 0..<200_000 {
            let cursor = bytes("directory_user_\(number)")
            if pager.next(after: cursor) != .page(cursor) { Issue.record("cursor \(number)") }
        }
        #expect(pager.next(after: bytes("directory_user_77")) == .loop(bytes("directory_user_77")))
    }
}
