/// Where an iterator stands in its list: which page comes next, how much of the current one has been delivered, how it
/// ended. It takes what happens and says what to do, without clock, socket or memory of pages. The request for a single
/// record, or for none, is a list of one page without cursors.
struct ListingState {
    enum Step {
        /// Records of the current page are left.
        case deliver
        /// The next page is needed: send `request`.
        case fetch
        case end
        case fail(Failure)
    }

    /// What an answer brought, as far as paging depends on it.
    struct Answer {
        var before: [UInt8]?
        var after: [UInt8]?
        var count = 0
        /// How many records come before the first one beyond the range asked for; nil if all do.
        var countInRange: Int?
        /// Whether a record of the page before is among them.
        var repeatsRecords = false
    }

    /// What comes after the current page.
    private enum Remainder {
        case page
        case nothing
        case failure(Failure)
    }

    private enum Outcome {
        case done
        case failed(Failure)
    }

    /// nil: the request is no list's.
    let list: ListRequest?
    /// The request of the next page or, while a page is on its way, of that one.
    private(set) var request: Request
    private var pager: Pager?
    private var remainder = Remainder.page
    private var outcome: Outcome?
    private var pagesReceived = 0
    /// Of the current page: how many records it has, and how many of them have been taken.
    private var count = 0
    private(set) var position = 0
    /// Of max_items.
    private var itemsLeft = Int64.max
    /// The cursor that counts once the current page has been taken whole.
    private var cursorBehindPage: [UInt8]?
    private var lastCursor: [UInt8]?
    private let looksAhead: Bool

    init(_ list: ListRequest, looksAhead: Bool) {
        self.list = list
        self.looksAhead = looksAhead
        request = list.page(list.start, list.direction)
        pager = Pager(list)
        itemsLeft = list.maximumItems ?? .max
        lastCursor = list.start
    }

    init(_ request: Request) {
        list = nil
        looksAhead = false
        self.request = request
    }

    // MARK: What to do

    @inline(__always)
    mutating func next() -> Step {
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

    /// How many records of the current page are left to be delivered.
    var available: Int {
        let left = count &- position
        return itemsLeft < Int64(left) ? Int(truncatingIfNeeded: itemsLeft) : left
    }

    /// From the second page on, the next page is requested before the current one has been taken, unless `max_items`
    /// ends the listing within it.
    var wantsLookAhead: Bool {
        guard looksAhead, pagesReceived >= 2, itemsLeft > Int64(count &- position), case .page = remainder else {
            return false
        }
        return true
    }

    /// Whether `Answer.repeatsRecords` matters: see `Pager`.
    var isConfirmingEnd: Bool { pager?.isSettling == true }

    // MARK: What happens

    /// The page asked for has come. False if its records are not to be delivered: they were already.
    mutating func received(_ answer: Answer, _ redactor: Redactor) -> Bool {
        if isConfirmingEnd, answer.repeatsRecords {
            remainder = .nothing
            return false
        }
        pagesReceived &+= 1
        position = 0
        count = answer.count
        cursorBehindPage = nil
        turn(pager?.next(after: answer) ?? .end, redactor)
        if let countInRange = answer.countInRange {
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
            cursorBehindPage = cursor
        case .loop(let cursor): remainder = .failure(.repeatedCursor(cursor, request, redactor))
        case .tooManyEmptyPages: remainder = .failure(.tooManyEmptyPages(request, redactor))
        }
    }

    /// Records of the current page have been taken, for events up to the one with that id.
    mutating func took(_ records: Int, lastEvent id: [UInt8]? = nil) {
        position &+= records
        itemsLeft &-= Int64(records)
        if let id { lastCursor = id }
        if position == count { pageIsTaken() }
    }

    private mutating func pageIsTaken() {
        if let cursorBehindPage, list?.isOfEvents != true { lastCursor = cursorBehindPage }
        cursorBehindPage = nil
    }

    /// Nothing more is delivered. The failure stays.
    mutating func failed(_ failure: Failure) { outcome = .failed(failure) }

    // MARK: Resuming

    /// What a listing can go on from: of events the last id, else the cursor behind the last page taken whole, and none
    /// once there is nothing more.
    var cursor: [UInt8]? {
        guard let list, pager?.canResume == true else { return nil }
        return list.isOfEvents || pagesReceived > 0 && !isAtEndOfList ? lastCursor : nil
    }

    private var isAtEndOfList: Bool {
        guard case .done = outcome, case .nothing = remainder else { return false }
        return position == count
    }
}
