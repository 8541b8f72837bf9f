import Testing

@testable import WorkOSDS

struct PagerTests {
    private func list(
        limit: Int32 = 2, after: String? = nil, before: String? = nil, isOfEvents: Bool = false
    ) throws(Failure) -> ListRequest {
        try ListRequest.checked(
            path: "/directories", limit: limit, maximumItems: 0, after: after.map { bytes($0) },
            before: before.map { bytes($0) }, order: nil, isOfEvents: isOfEvents)
    }

    private func page(before: String? = nil, after: String? = nil, count: Int = 1) -> ListingState.Response {
        ListingState.Response(before: before.map { bytes($0) }, after: after.map { bytes($0) }, count: count)
    }

    @Test func endsWithoutACursorAndOnlyThen() throws {
        var pager = Pager(try list())
        #expect(pager.next(after: page(after: "a")) == .page(bytes("a")))
        #expect(pager.next(after: page(before: "x", after: "b", count: 0)) == .page(bytes("b")))
        #expect(pager.next(after: page(before: "y", count: 2)) == .end)
        #expect(!pager.isSettling && pager.canResume)
    }

    @Test func backwardsByBefore() throws {
        var pager = Pager(try list(before: "z"))
        #expect(pager.next(after: page(before: "a", after: "b")) == .page(bytes("a")))
        #expect(pager.next(after: page(after: "b", count: 2)) == .end)
        #expect(pager.direction == .backward && pager.canResume)
    }

    @Test func aCursorSeenBeforeIsALoop() throws {
        var pager = Pager(try list())
        for cursor in ["a", "b", "c", "A", "ab", "\u{0}"] {
            #expect(pager.next(after: page(after: cursor)) == .page(bytes(cursor)))
        }
        for cursor in ["c", "a", "b", "\u{0}"] {
            #expect(pager.next(after: page(after: cursor)) == .loop(bytes(cursor)))
        }
        #expect(pager.next(after: page(after: "d")) == .page(bytes("d")))
    }

    @Test func theStartCountsAsSeen() throws {
        var pager = Pager(try list(after: "start"))
        #expect(pager.next(after: page(after: "start")) == .loop(bytes("start")))
        var other = Pager(try list())
        #expect(other.next(after: page(after: "start")) == .page(bytes("start")))
    }

    @Test func tellsManyCursorsApart() throws {
        var pager = Pager(try list())
        for number in 0..<200_000 {
            let cursor = "directory_user_\(number)"
            if pager.next(after: page(after: cursor)) != .page(bytes(cursor)) { Issue.record("cursor \(number)") }
        }
        #expect(pager.next(after: page(after: "directory_user_77")) == .loop(bytes("directory_user_77")))
    }

    /// In the API's old responses `before` may lead to the next page; the listing then continues in that direction.
    @Test func aFullFirstPageWithBeforeAloneIsLookedInto() throws {
        var pager = Pager(try list())
        #expect(pager.next(after: page(before: "b", count: 2)) == .page(bytes("b")))
        #expect(pager.isSettling && pager.direction == .backward && !pager.canResume)
        #expect(pager.next(after: page(before: "c", after: "x", count: 2)) == .page(bytes("c")))
        #expect(!pager.isSettling && !pager.canResume)
        #expect(pager.next(after: page(before: "b", after: "x", count: 2)) == .loop(bytes("b")))
        #expect(pager.next(after: page(after: "x", count: 2)) == .end)
    }

    @Test func onlyAFullFirstPageOfAWholeListIs() throws {
        var short = Pager(try list())
        #expect(short.next(after: page(before: "b", count: 1)) == .end)
        var fromCursor = Pager(try list(after: "a"))
        #expect(fromCursor.next(after: page(before: "b", count: 2)) == .end)
        var ofEvents = Pager(try list(isOfEvents: true))
        #expect(ofEvents.next(after: page(before: "b", count: 2)) == .end)
        var second = Pager(try list())
        #expect(second.next(after: page(after: "a", count: 2)) == .page(bytes("a")))
        #expect(second.next(after: page(before: "b", count: 2)) == .end)
    }

    @Test func emptyPagesEndSomewhere() throws {
        var pager = Pager(try list())
        for number in 0..<3 * Pager.maximumEmptyPages {
            let count = number % (Pager.maximumEmptyPages - 1) == 0 ? 1 : 0
            if pager.next(after: page(after: "\(number)", count: count)) != .page(bytes("\(number)")) {
                Issue.record("page \(number)")
            }
        }
        var endless = Pager(try list())
        var empty = 1
        while endless.next(after: page(after: "\(empty)", count: 0)) != .tooManyEmptyPages, empty < 50_000 {
            empty += 1
        }
        #expect(empty == Pager.maximumEmptyPages)
    }
}
