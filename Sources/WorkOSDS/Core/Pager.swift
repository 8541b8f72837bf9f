/// Which page comes next. The end is a missing cursor and nothing else: a short or an empty page is not the end,
/// and a cursor seen before is an error, never a quiet end, for callers de-provision whoever is not listed.
struct Pager {
    enum Next: Equatable {
        case end
        case page([UInt8])
        case loop([UInt8])
    }

    private var seen = CursorSet()

    init(start: [UInt8]?) {
        if let start { _ = seen.insert(start) }
    }

    mutating func next(after cursor: [UInt8]?) -> Next {
        guard let cursor else { return .end }
        return seen.insert(cursor) ? .page(cursor) : .loop(cursor)
    }
}
