/// Which page comes next. The end is a missing cursor and nothing else: a short or an empty page is not the end,
/// and a cursor seen before is an error, never a quiet end, for callers de-provision whoever is not listed.
struct Pager {
    enum Next: Equatable {
        case end
        case page([UInt8])
        case loop([UInt8])
    }

    /// Keyed hashes of all cursors so far: constant memory a page, whatever the cursors' length.
    private var seen: Set<UInt64> = []

    init(start: [UInt8]?) {
        if let start { seen.insert(Self.hash(start)) }
    }

    mutating func next(after cursor: [UInt8]?) -> Next {
        guard let cursor else { return .end }
        return seen.insert(Self.hash(cursor)).inserted ? .page(cursor) : .loop(cursor)
    }

    private static func hash(_ bytes: [UInt8]) -> UInt64 {
        var hasher = Hasher()
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}
