/// A listing's request has each parameter once, and its decoded value is the given one. Invalid ones are rejected.
enum QueryCheck {
    static func run(
        after: [UInt8], before: [UInt8], order: [UInt8], filter: [UInt8], limit: Int32, maximumItems: Int64
    ) {
        let given = (after: after.argument, before: before.argument, order: order.argument, filter: filter.argument)
        do throws(Failure) {
            let filters = given.filter.map { [QueryParameter(name: "search", value: $0)] } ?? []
            let list = try ListRequest.checked(
                path: "/directories", filters: filters, limit: limit, maximumItems: maximumItems, after: given.after,
                before: given.before, order: given.order)
            require((0...100).contains(limit) && maximumItems >= 0, "a number out of range that is taken")
            require(given.after == nil || given.before == nil, "two directions")
            require([nil, Array("asc".utf8), Array("desc".utf8)].contains(given.order), "an order that is taken")
            require(list.maximumItems == (maximumItems == 0 ? nil : maximumItems), "max_items")
            checkRequest(list, given.after ?? given.before, given.order, given.filter)
        } catch {
            FailureCheck.run(error)
            require(
                !isSound(given.after, given.before, given.order, limit, maximumItems), "a sound query that is refused")
        }
    }

    private static func isSound(
        _ after: [UInt8]?, _ before: [UInt8]?, _ order: [UInt8]?, _ limit: Int32, _ maximumItems: Int64
    ) -> Bool {
        (0...100).contains(limit) && maximumItems >= 0 && (after == nil || before == nil)
            && [nil, Array("asc".utf8), Array("desc".utf8)].contains(order)
    }

    private static func checkRequest(_ list: ListRequest, _ cursor: [UInt8]?, _ order: [UInt8]?, _ filter: [UInt8]?) {
        let request = list.page(cursor, list.direction)
        let parts = request.target.split(separator: UInt8(ascii: "?"), omittingEmptySubsequences: false)
        require(parts.count == 2 && parts[0].elementsEqual("/directories".utf8), "a path and a query")
        var expected: [(name: String, value: [UInt8])] = [
            ("limit", Array(String(list.limit).utf8)), ("order", order ?? Array("desc".utf8)),
        ]
        if let cursor { expected.append((list.direction == .forward ? "after" : "before", cursor)) }
        if let filter { expected.append(("search", filter)) }
        let parameters = parts[1].split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
        require(parameters.count == expected.count, "each parameter once")
        for (parameter, expected) in zip(parameters, expected) {
            let sides = parameter.split(separator: UInt8(ascii: "="), omittingEmptySubsequences: false)
            require(sides.count == 2 && sides[0].elementsEqual(expected.name.utf8), "a parameter's name")
            Encoded.check(Array(sides[1]), decodesTo: expected.value)
        }
    }
}
