/// Which page comes next. The end is a missing cursor and nothing else: a short or an empty page is not the end,
/// and a cursor seen before is an error, never a quiet end, for callers de-provision whoever is not listed.
struct Pager {
    enum NextPage: Equatable {
        case end
        case page([UInt8])
        case loop([UInt8])
        case tooManyEmptyPages
    }

    static let maximumEmptyPages = 10_000

    /// Changes once at most: see `settles`.
    private(set) var direction: ListRequest.Direction
    /// The page asked for tells whether the first one was also the last.
    private(set) var isSettling = false
    private var isAtFirstPage = true
    private var emptyPages = 0
    private let list: ListRequest
    private var seen = CursorSet()

    init(_ list: ListRequest) {
        self.list = list
        direction = list.direction
        if let start = list.start { _ = seen.insert(start) }
    }

    /// Whether the cursor of a page leads on from there in another listing of the same list.
    var canResume: Bool { direction == list.direction }

    mutating func next(after page: ListingState.Answer) -> NextPage {
        isSettling = settles(page)
        isAtFirstPage = false
        if isSettling { direction = .backward }
        guard let cursor = direction == .forward ? page.after : page.before else { return .end }
        emptyPages = page.count == 0 ? emptyPages &+ 1 : 0
        if emptyPages >= Self.maximumEmptyPages { return .tooManyEmptyPages }
        return seen.insert(cursor) ? .page(cursor) : .loop(cursor)
    }

    /// In the API's answers of 2021 and 2022 `before` leads to older records and `after` to newer ones, so that a first
    /// page has `before` alone. A full one is taken for the last only after a look there.
    private func settles(_ page: ListingState.Answer) -> Bool {
        isAtFirstPage && list.start == nil && !list.isOfEvents && page.after == nil && page.before != nil
            && page.count >= Int(list.limit)
    }
}
