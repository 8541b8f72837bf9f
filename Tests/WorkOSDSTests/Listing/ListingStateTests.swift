import Testing

@testable import WorkOSDS

struct ListingStateTests {
    // MARK: The end

    /// A short or empty page is not the end; a missing cursor is.
    @Test func endsWithoutACursorAndOnlyThen() throws {
        let listing = try Listing(limit: 3)
        #expect(listing.step == "GET /directories?limit=3&order=desc")
        listing.receive(1, after: "a")
        #expect(listing.takeAll() == 1)
        #expect(listing.step == "GET /directories?limit=3&order=desc&after=a")
        listing.receive(0, after: "b")
        #expect(listing.step == "GET /directories?limit=3&order=desc&after=b")
        listing.receive(3)
        #expect(listing.takeAll() == 3)
        #expect(listing.step == "end" && listing.step == "end" && listing.state.hasEnded)
    }

    @Test func anEmptyListEndsAtOnce() throws {
        let listing = try Listing()
        listing.receive(0)
        #expect(listing.step == "end")
    }

    @Test func pagesBackwardsByBefore() throws {
        let listing = try Listing(before: "z")
        #expect(listing.step == "GET /directories?limit=100&order=desc&before=z")
        listing.receive(1, before: "y", after: "never")
        listing.takeAll()
        #expect(listing.step == "GET /directories?limit=100&order=desc&before=y")
        listing.receive(1, after: "never")
        listing.takeAll()
        #expect(listing.step == "end")
    }

    /// The records of the page are delivered first; then the failure is permanent.
    @Test func aRepeatedCursorIsAFailureBehindItsPage() throws {
        let listing = try Listing()
        listing.receive(1, after: "a")
        listing.takeAll()
        listing.receive(2, after: "a")
        #expect(listing.takeAll() == 2)
        let message = "GET /directories: the server sent the cursor \"a\" twice; the list is not complete"
        #expect(listing.step == "-16 " + message && listing.step == "-16 " + message)
        #expect(listing.cursor == "a")
    }

    @Test func aCursorThatIsTheStartIsRepeated() throws {
        let listing = try Listing(after: "a")
        listing.receive(0, after: "a")
        #expect(listing.step.hasPrefix("-16 "))
    }

    @Test func tenThousandEmptyPagesAreAFailure() throws {
        let listing = try Listing()
        for number in 1..<10_000 {
            #expect(listing.step.hasPrefix("GET"))
            listing.receive(0, after: "\(number)")
        }
        listing.receive(0, after: "10000")
        #expect(
            listing.step == "-15 GET /directories: 10,000 empty pages in a row; the list is not complete")
    }

    @Test func aFailedRequestEndsIt() throws {
        let listing = try Listing()
        listing.receive(1, after: "a")
        listing.takeAll()
        listing.state.failed(Failure(.network, "gone"))
        #expect(listing.step == "-11 gone" && listing.step == "-11 gone")
        #expect(listing.cursor == "a")
    }

    /// Like a cancel, it discards the rest of the page.
    @Test func aFailureTakesTheRestOfThePage() throws {
        let listing = try Listing()
        listing.receive(3, after: "a")
        listing.take(1)
        listing.state.failed(Failure(.cancelled, "cancelled"))
        #expect(listing.step == "-14 cancelled")
        #expect(listing.cursor == nil)
    }

    // MARK: max_items

    @Test func stopsAtMaxItemsWithinAPage() throws {
        let listing = try Listing(maximumItems: 3)
        listing.receive(2, after: "a")
        #expect(listing.takeAll() == 2)
        listing.receive(2, after: "b")
        #expect(listing.takeAll() == 1 && listing.step == "end")
        #expect(listing.cursor == "a")
    }

    @Test func stopsAtMaxItemsWithThePage() throws {
        let listing = try Listing(maximumItems: 2)
        listing.receive(2, after: "a")
        #expect(listing.takeAll() == 2 && listing.step == "end")
        #expect(listing.cursor == "a")
    }

    /// Further records from the server are ignored.
    @Test func maxItemsComeBeforeARepeatedCursor() throws {
        let listing = try Listing(maximumItems: 1, after: "a")
        listing.receive(1, after: "a")
        #expect(listing.takeAll() == 1 && listing.step == "end")
    }

    // MARK: The cursor to resume from

    @Test func theCursorMovesWhenThePageHasBeenTaken() throws {
        let listing = try Listing()
        #expect(listing.cursor == nil)
        listing.receive(2, after: "a")
        #expect(listing.cursor == nil)
        listing.take(1)
        #expect(listing.cursor == nil)
        listing.take(1)
        #expect(listing.cursor == "a")
        listing.receive(1)
        #expect(listing.cursor == "a")
        listing.take(1)
        #expect(listing.cursor == "a" && listing.step == "end" && listing.cursor == nil)
    }

    @Test func theStartIsACursorOnceThereWasAnAnswer() throws {
        let listing = try Listing(after: "s")
        #expect(listing.cursor == nil)
        listing.receive(2, after: "a")
        listing.take(1)
        #expect(listing.cursor == "s")
    }

    @Test func anEmptyPageMovesTheCursor() throws {
        let listing = try Listing()
        listing.receive(0, after: "a")
        #expect(listing.cursor == "a")
    }

    @Test func theCursorOfEventsIsTheLastId() throws {
        let listing = try Listing(after: "event_0", isOfEvents: true)
        #expect(listing.cursor == "event_0")
        listing.receive(3, after: "event_3")
        listing.take(2, event: "event_2")
        #expect(listing.cursor == "event_2")
        listing.take(1, event: "event_3")
        listing.receive(0)
        #expect(listing.step == "end" && listing.cursor == "event_3")
    }

    // MARK: Events and their range

    /// The service may send events after range_end. The first of them ends the list.
    @Test func theRangeEndsTheList() throws {
        let listing = try Listing(isOfEvents: true)
        listing.receive(5, after: "event_5", inRange: 2)
        #expect(listing.takeAll() == 2 && listing.step == "end")
        let empty = try Listing(isOfEvents: true)
        empty.receive(5, after: "event_5", inRange: 0)
        #expect(empty.step == "end")
    }

    // MARK: Responses of 2021 and 2022

    @Test func aFullFirstPageWithBeforeAloneIsLookedInto() throws {
        let listing = try Listing(limit: 2)
        listing.receive(2, before: "b")
        #expect(listing.takeAll() == 2 && listing.cursor == nil && listing.state.isConfirmingEnd)
        #expect(listing.step == "GET /directories?limit=2&order=desc&before=b")
        listing.receive(2, before: "c", after: "x")
        #expect(listing.takeAll() == 2 && listing.cursor == nil && !listing.state.isConfirmingEnd)
        #expect(listing.step == "GET /directories?limit=2&order=desc&before=c")
        listing.receive(1, after: "x")
        #expect(listing.takeAll() == 1 && listing.step == "end")
    }

    @Test func recordsOfTheFirstPageConfirmTheEnd() throws {
        let listing = try Listing(limit: 2)
        listing.receive(2, before: "b")
        listing.takeAll()
        #expect(!listing.receive(2, before: "b", repeats: true))
        #expect(listing.step == "end")
    }

    @Test func nothingConfirmsTheEnd() throws {
        let listing = try Listing(limit: 2)
        listing.receive(2, before: "b")
        listing.takeAll()
        listing.receive(0)
        #expect(listing.step == "end")
    }

    // MARK: Looking ahead

    @Test func looksAheadFromTheSecondPageOn() throws {
        let listing = try Listing()
        #expect(!listing.state.wantsLookAhead)
        listing.receive(2, after: "a")
        #expect(!listing.state.wantsLookAhead)
        listing.takeAll()
        listing.receive(2, after: "b")
        #expect(listing.state.wantsLookAhead)
        listing.takeAll()
        listing.receive(2)
        #expect(!listing.state.wantsLookAhead)
    }

    @Test func doesNotLookBeyondMaxItems() throws {
        let listing = try Listing(maximumItems: 4)
        listing.receive(2, after: "a")
        listing.takeAll()
        listing.receive(2, after: "b")
        #expect(!listing.state.wantsLookAhead)
        let longer = try Listing(maximumItems: 5)
        longer.receive(2, after: "a")
        longer.takeAll()
        longer.receive(2, after: "b")
        #expect(longer.state.wantsLookAhead)
    }

    @Test func doesNotLookAheadWhereThatIsOff() throws {
        let listing = try Listing(looksAhead: false)
        for cursor in ["a", "b", "c"] {
            listing.receive(1, after: cursor)
            #expect(!listing.state.wantsLookAhead)
            listing.takeAll()
        }
    }

    // MARK: Single requests

    @Test func aSingleRecordIsAListOfOne() {
        let listing = Listing(Request(.get, path: "/directories", id: bytes("d")))
        #expect(listing.step == "GET /directories/d")
        listing.receive(1)
        #expect(!listing.state.wantsLookAhead)
        #expect(listing.takeAll() == 1 && listing.step == "end" && listing.cursor == nil)
    }

    @Test func aRequestWithoutARecordIsAnEmptyList() {
        let listing = Listing(Request(.delete, path: "/directories", id: bytes("d")))
        listing.receive(0)
        #expect(listing.step == "end" && listing.cursor == nil)
    }
}

/// A listing whose actions are described as text.
final class Listing {
    var state: ListingState

    init(
        limit: Int32 = 100, maximumItems: Int64 = 0, after: String? = nil, before: String? = nil,
        isOfEvents: Bool = false, looksAhead: Bool = true
    ) throws(Failure) {
        let list = try ListRequest.checked(
            path: "/directories", limit: limit, maximumItems: maximumItems, after: after.map { bytes($0) },
            before: before.map { bytes($0) }, order: nil, isOfEvents: isOfEvents)
        state = ListingState(list, looksAhead: looksAhead)
    }

    init(_ request: Request) { state = ListingState(request) }

    /// The next action: the request to send, "deliver", "end", or a failure's status and message.
    var step: String {
        switch state.next() {
        case .deliver: "deliver"
        case .fetch: text(StaticText.bytes(state.request.method.name)) + " " + text(state.request.target)
        case .end: "end"
        case .fail(let failure): "\(failure.status.rawValue) " + text(failure.message.dropLast())
        }
    }

    var cursor: String? { text(ended: state.cursor) }

    @discardableResult
    func receive(
        _ count: Int, before: String? = nil, after: String? = nil, inRange: Int? = nil, repeats: Bool = false
    ) -> Bool {
        state.received(
            .init(
                before: before.map { bytes($0) }, after: after.map { bytes($0) }, count: count, countInRange: inRange,
                repeatsRecords: repeats), .none)
    }

    func take(_ count: Int, event: String? = nil) {
        state.took(count, lastEvent: event.map { bytes($0) + [0] })
    }

    /// The number of records delivered.
    @discardableResult
    func takeAll() -> Int {
        var taken = 0
        while step == "deliver" {
            take(1)
            taken += 1
        }
        return taken
    }
}
