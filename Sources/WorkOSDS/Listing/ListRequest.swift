/// A checked request for a list: invalid ones never reach the server. Immutable; shared by the state and the pager of
/// one iterator.
final class ListRequest {
    /// Forward pages with `after`, backward with `before`.
    enum Direction { case forward, backward }

    /// The API's maximum, and the default here: the rate limit counts requests, so that the API's default of 10 would
    /// take ten times as long.
    static let maximumLimit: Int32 = 100

    /// "/directory_users", for example; without a query.
    let path: StaticString
    /// The parameters of the query other than paging; sent with every page.
    let filters: [QueryParameter]
    /// The page size, 1 to 100.
    let limit: Int32
    /// nil for all. Of the whole listing; the API has no such parameter.
    let maximumItems: Int64?
    let direction: Direction
    /// The cursor to start from.
    let start: [UInt8]?
    /// Events are listed oldest first, without backward paging.
    let isOfEvents: Bool
    /// nil for endpoints without a separate rate limit.
    let rateLimit: RateLimiters.Owner?
    /// For events only.
    let range: EventRange?
    /// The order is always sent. Without it the API may page in its old way, in which `before` leads to older records.
    private let isAscending: Bool

    /// Throws for invalid arguments. It is not an initializer, because in Embedded Swift a class's initializer that throws
    /// leaks the instance.
    static func checked(
        path: StaticString, filters: [QueryParameter] = [], limit: Int32, maximumItems: Int64, after: [UInt8]?,
        before: [UInt8]?, order: [UInt8]?, isOfEvents: Bool = false, rateLimit: RateLimiters.Owner? = nil,
        range: EventRange? = nil
    ) throws(Failure) -> ListRequest {
        if limit < 0 || limit > maximumLimit {
            throw .invalidArgument(
                "limit is the page size and must be 1 to 100 (0: the default, 100), not \(Int64(limit))")
        }
        if maximumItems < 0 { throw .invalidArgument("max_items must not be negative (0: all)") }
        if after != nil, before != nil {
            throw .invalidArgument("after and before exclude each other: give the one in whose direction to page")
        }
        if let order, order != StaticText.bytes("asc"), order != StaticText.bytes("desc") {
            throw .invalidArgument("order must be \"asc\" or \"desc\", not", order, "")
        }
        if isOfEvents, order == StaticText.bytes("desc") {
            throw .invalidArgument(
                "order must not be \"desc\": the API gives events oldest first, whatever order is asked for")
        }
        // Together no longer than a single argument may be.
        var length = (after ?? before)?.count ?? 0
        for filter in filters {
            for item in filter.items { length &+= item.count }
        }
        if length > CText.longestArgument {
            throw .invalidArgument("the query is longer than 8192 bytes")
        }
        return ListRequest(
            path: path, filters: filters, limit: limit, maximumItems: maximumItems, after: after, before: before,
            order: order, isOfEvents: isOfEvents, rateLimit: rateLimit, range: range)
    }

    private init(
        path: StaticString, filters: [QueryParameter], limit: Int32, maximumItems: Int64, after: [UInt8]?,
        before: [UInt8]?, order: [UInt8]?, isOfEvents: Bool, rateLimit: RateLimiters.Owner?, range: EventRange?
    ) {
        self.path = path
        self.filters = filters
        self.isOfEvents = isOfEvents
        // A page has no more records than the whole list may have.
        let most = maximumItems == 0 ? Int64(Self.maximumLimit) : min(maximumItems, Int64(Self.maximumLimit))
        self.limit = limit == 0 ? Int32(truncatingIfNeeded: most) : limit
        self.maximumItems = maximumItems == 0 ? nil : maximumItems
        direction = before == nil ? .forward : .backward
        start = after ?? before
        self.rateLimit = rateLimit
        self.range = range
        isAscending = order.map { $0 == StaticText.bytes("asc") } ?? isOfEvents
    }

    /// The request for one page, which differs between pages only in the cursor.
    func page(_ cursor: [UInt8]?, _ direction: Direction) -> Request {
        var parameters = [
            QueryParameter(name: "limit", value: Decimal.digits(Int64(limit))),
            QueryParameter(name: "order", value: StaticText.bytes(isAscending ? "asc" : "desc")),
        ]
        if let cursor {
            parameters.append(QueryParameter(name: direction == .forward ? "after" : "before", value: cursor))
        }
        parameters += filters
        if let range { parameters += range.parameters(hasCursor: cursor != nil) }
        return Request(list: path, parameters: parameters)
    }
}
