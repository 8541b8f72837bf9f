import CWorkOSDS

/// An order of listings, by creation time.
public enum Order: String, Sendable, CaseIterable {
    /// Oldest first.
    case asc
    /// Newest first.
    case desc
}

/// Which part of a listing to return, and in which order. By default all of it.
public struct Paging: Sendable {
    /// The page size, 1 to 100. It does not limit the number of records: ``maxItems`` does. Default: 100.
    public var limit: Int?
    /// Stop after this many records, at least 1. Default: all.
    public var maxItems: Int?
    /// A cursor: start after this record. See ``Listing/cursor``.
    public var after: String?
    /// A cursor: start before this record and page backwards. Cannot be combined with `after`; events have none.
    public var before: String?
    /// Default: newest first. Events are always listed oldest first, and reject `.desc`.
    public var order: Order?

    public init(
        limit: Int? = nil, maxItems: Int? = nil, after: String? = nil, before: String? = nil, order: Order? = nil
    ) {
        self.limit = limit
        self.maxItems = maxItems
        self.after = after
        self.before = before
        self.order = order
    }

    func fill<Query: PagedQuery>(_ query: inout Query, _ strings: inout ArgumentStrings) throws(APIError) {
        query.struct_size = MemoryLayout<Query>.size
        query.limit = Int32(clamping: try positive(limit.map(Int64.init), "limit"))
        query.max_items = try positive(maxItems.map(Int64.init), "max_items")
        query.after = try strings.add(after, "after")
        query.order = try strings.add(order?.rawValue, "order")
    }
}

/// The members that every query of the header has.
protocol PagedQuery {
    var struct_size: Int { get set }
    var limit: Int32 { get set }
    var max_items: Int64 { get set }
    var after: UnsafePointer<CChar>! { get set }
    var order: UnsafePointer<CChar>! { get set }
}

extension workosds_directory_query: PagedQuery {}
extension workosds_group_query: PagedQuery {}
extension workosds_user_query: PagedQuery {}
extension workosds_event_query: PagedQuery {}
