/// The position of an iterator in its list: the next page, the delivered part of the current one, and the end. It gets
/// events and returns actions, without clock, sockets or the pages themselves. A request for a single record, or for
/// none, is a list of one page without cursors.
///
/// A page is taken when its last record has been returned; only then does the cursor move past it. So a listing that is
/// resumed repeats records at worst and never misses one. `outcome` is final: once it is set, nothing more is requested
/// or delivered.
struct ListingState {
    /// What the iterator has to do.
    enum Step {
        /// Records of the current page are left.
        case deliver
        /// The next page is needed; send `request`.
        case fetch
        case end
        case fail(Failure)
    }

    /// The properties of a response on which paging depends.
    struct Response {
        var before: [UInt8]?
        var after: [UInt8]?
        var count = 0
        /// How many records come before the first one outside of the requested range; nil if all are inside.
        var countInRange: Int?
        /// Whether one of them is also on the previous page; nil if memory ran out.
        var repeatsRecords: Bool? = false
    }

    /// What follows the current page. A failure is reported after the records that arrived before it.
    private enum Remainder {
        case page
        case nothing
        case failure(Failure)
    }

    /// Of the whole listing.
    private enum Outcome {
        case done
        case failed(Failure)
    }

    /// nil if the request is not for a list.
    let list: ListRequest?
    /// The request for the next page or, while a page is being requested, for that page. Errors name it.
    private(set) var request: Request
    /// nil if the request is not for a list: there is no next page.
    private var pager: Pager?
    private var remainder = Remainder.page
    /// nil while the listing continues.
    private var outcome: Outcome?
    /// Decides when looking ahead begins.
    private var pagesReceived = 0
    /// The number of records in the current page, and how many of them have been taken.
    private var count = 0
    /// The index of the next record.
    private(set) var position = 0
    /// The rest of max_items, Int64.max if there is none.
    private var itemsLeft = Int64.max
    /// The cursor to resume from once the current page has been taken completely.
    private var cursorAfterPage: [UInt8]?
    /// The cursor to resume from now, NUL-terminated, as the C API returns it.
    private var lastCursor: [UInt8]?
    /// What `lastCursor` was before the records taken last, until the next step; nil if nothing was taken since. If
    /// that call runs out of memory, its records were not delivered, and this is restored.
    private var cursorBefore: [UInt8]??
    private let looksAhead: Bool

    init(_ list: ListRequest, looksAhead: Bool) {
        self.list = list
        self.looksAhead = looksAhead
        request = list.page(list.start, list.direction)
        pager = Pager(list)
        itemsLeft = list.maximumItems ?? .max
        lastCursor = list.start.map { $0 + [0] }
    }

    init(_ request: Request) {
        list = nil
        looksAhead = false
        self.request = request
    }

    // MARK: Actions

    /// Runs for each record, and is inlined for that reason.
    @inline(__always)
    mutating func next() -> Step {
        cursorBefore = nil
        if outcome == nil {
            if available > 0 { return .deliver }
            switch remainder {
            case .page where itemsLeft > 0: return .fetch
            case .failure(let failure) where itemsLeft > 0: outcome = .failed(failure)
            default: outcome = .done
            }
        }
        if case .failed(let failure) = outcome { return .fail(failure) }
        return .end
    }

    var hasEnded: Bool { outcome != nil }

    /// How many records of the current page are yet to be delivered.
    var available: Int {
        let left = count &- position
        return itemsLeft < Int64(left) ? Int(truncatingIfNeeded: itemsLeft) : left
    }

    /// From the second page on the next page is requested before the current one has been taken, unless `max_items`
    /// ends the listing within it. Reading a single page therefore costs a single request.
    var wantsLookAhead: Bool {
        guard looksAhead, pagesReceived >= 2, itemsLeft > Int64(count &- position), case .page = remainder else {
            return false
        }
        return true
    }

    /// Whether `Response.repeatsRecords` matters: see `Pager`.
    var isConfirmingEnd: Bool { pager?.isSettling == true }

    // MARK: Events

    /// The requested page has arrived. Returns false if its records were already delivered. The order matters: the
    /// pager sees the whole page, then the range of events may shorten it.
    mutating func received(_ response: Response, _ redactor: Redactor) -> Bool {
        if isConfirmingEnd {
            guard let repeatsRecords = response.repeatsRecords else {
                outcome = .failed(.outOfMemory)
                return false
            }
            if repeatsRecords {
                remainder = .nothing
                return false
            }
        }
        pagesReceived &+= 1
        position = 0
        count = response.count
        cursorAfterPage = nil
        turn(pager?.next(after: response) ?? .end, redactor)
        if let countInRange = response.countInRange {
            count = countInRange
            remainder = .nothing
        }
        if count == 0 { pageIsTaken() }
        return true
    }

    private mutating func turn(_ next: Pager.NextPage, _ redactor: Redactor) {
        switch next {
        case .end: remainder = .nothing
        case .page(let cursor):
            if let list, let pager { request = list.page(cursor, pager.direction) }
            cursorAfterPage = cursor + [0]
        case .outOfMemory: remainder = .failure(.outOfMemory)
        case .loop(let cursor): remainder = .failure(.repeatedCursor(cursor, request, redactor))
        case .tooManyEmptyPages: remainder = .failure(.tooManyEmptyPages(request, redactor))
        }
    }

    /// Records of the current page have been taken; for events, up to the one with that id, which is NUL-terminated.
    /// Events resume after any of them, other lists only after a page: their cursors are the server's.
    mutating func took(_ records: Int, lastEvent id: [UInt8]? = nil) {
        cursorBefore = lastCursor
        position &+= records
        itemsLeft &-= Int64(records)
        if let id { lastCursor = id }
        if position == count { pageIsTaken() }
    }

    private mutating func pageIsTaken() {
        if let cursorAfterPage, list?.isOfEvents != true { lastCursor = cursorAfterPage }
        cursorAfterPage = nil
    }

    /// Nothing more is delivered. The failure is permanent.
    mutating func failed(_ failure: Failure) { outcome = .failed(failure) }

    /// The current call ran out of memory. Its records were not delivered, and none of its objects are kept. The
    /// request is replaced, since it may be in the reserve, which the call has to leave.
    mutating func failedOutOfMemory() {
        outcome = .failed(.outOfMemory)
        if let cursorBefore { lastCursor = cursorBefore }
        cursorBefore = nil
        cursorAfterPage = nil
        remainder = .nothing
        request = Request(.get, path: "")
    }

    // MARK: Resuming

    /// The cursor to resume from, NUL-terminated: for events the last id, otherwise the cursor after the last page
    /// taken completely; none at the end.
    var cursor: [UInt8]? {
        guard let list, pager?.canResume == true else { return nil }
        return list.isOfEvents || pagesReceived > 0 && !isAtEndOfList ? lastCursor : nil
    }

    /// False if max_items ended the listing inside a page or before the last one: it can be resumed there.
    private var isAtEndOfList: Bool {
        guard case .done = outcome, case .nothing = remainder else { return false }
        return position == count
    }
}
