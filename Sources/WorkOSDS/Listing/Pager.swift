/// Determines the next page. Only a missing cursor is the end: a short or empty page is not, and a repeated cursor is
/// an error, never a silent end, because callers de-provision users that are not listed. `Page` reads null and "" as a
/// missing cursor.
struct Pager {
    /// `page` has the cursor to send next; `loop` the one that was repeated.
    enum NextPage: Equatable {
        case end
        case page([UInt8])
        case loop([UInt8])
        case tooManyEmptyPages
        case outOfMemory
    }

    /// A server that sends new cursors endlessly would otherwise keep a call busy without returning a record. Filters
    /// can make many pages empty, but not that many.
    static let maximumEmptyPages = 10_000

    /// Changes at most once; see `settles`.
    private(set) var direction: ListRequest.Direction
    /// The requested page determines whether the first one was also the last.
    private(set) var isSettling = false
    /// Only the first page can show the API's old paging.
    private var isAtFirstPage = true
    /// In a row.
    private var emptyPages = 0
    private let list: ListRequest
    /// All cursors of the listing, the start included, eight bytes each.
    private let seen = CursorSet()

    init(_ list: ListRequest) {
        self.list = list
        direction = list.direction
        if let start = list.start { _ = seen.insert(start) }
    }

    /// Whether the cursor of a page can be used to resume in another listing.
    var canResume: Bool { direction == list.direction }

    mutating func next(after page: ListingState.Response) -> NextPage {
        isSettling = settles(page)
        isAtFirstPage = false
        if isSettling { direction = .backward }
        guard let cursor = direction == .forward ? page.after : page.before else { return .end }
        emptyPages = page.count == 0 ? emptyPages &+ 1 : 0
        if emptyPages >= Self.maximumEmptyPages { return .tooManyEmptyPages }
        guard let isNew = seen.insert(cursor) else { return .outOfMemory }
        return isNew ? .page(cursor) : .loop(cursor)
    }

    /// In the API's responses of 2021 and 2022 `before` leads to older records and `after` to newer ones, so that a
    /// first page has only `before`. A full first page is taken for the last only after a request for that page.
    private func settles(_ page: ListingState.Response) -> Bool {
        isAtFirstPage && list.start == nil && !list.isOfEvents && page.after == nil && page.before != nil
            && page.count >= Int(list.limit)
    }
}
