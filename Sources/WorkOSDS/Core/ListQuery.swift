/// What every listing takes, checked: nothing that is wrong here reaches the server.
struct ListQuery {
    enum Direction { case forward, backward }

    static let maximumLimit: Int32 = 100

    let limit: Int32
    /// nil: all.
    let maximumItems: Int64?
    let direction: Direction
    /// The cursor to start from.
    let start: [UInt8]?
    /// Events come oldest first, and there is no way back.
    let isOfEvents: Bool
    private let isAscending: Bool

    init(
        limit: Int32, maximumItems: Int64, after: [UInt8]?, before: [UInt8]?, order: [UInt8]?,
        isOfEvents: Bool = false
    ) throws(Failure) {
        if limit < 0 || limit > Self.maximumLimit {
            var message = Message("limit is the page size and must be 1 to 100 (0: the default, 100), not ")
            message.append(Int64(limit))
            throw Failure(.invalidArgument, message)
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
        self.isOfEvents = isOfEvents
        self.limit = limit == 0 ? Self.maximumLimit : limit
        self.maximumItems = maximumItems == 0 ? nil : maximumItems
        direction = before == nil ? .forward : .backward
        start = after ?? before
        isAscending = order.map { $0 == StaticText.bytes("asc") } ?? isOfEvents
    }

    /// The parameters of one page's request: the same on every page but for the cursor.
    func parameters(
        cursor: [UInt8]?, _ direction: Direction, filters: [QueryParameter]
    ) -> [QueryParameter] {
        var digits = Message("")
        digits.append(Int64(limit))
        var parameters = [
            QueryParameter(name: "limit", value: digits.bytes),
            QueryParameter(name: "order", value: StaticText.bytes(isAscending ? "asc" : "desc")),
        ]
        if let cursor {
            parameters.append(QueryParameter(name: direction == .forward ? "after" : "before", value: cursor))
        }
        return parameters + filters
    }
}
