/// The four parameters that all lists share.
struct ListQuery {
    enum Order: String {
        case ascending = "asc"
        case descending = "desc"
        /// Newest first like `desc`, but `before` leads to older rows and `after` to newer ones.
        case normal
    }

    struct Cursor {
        var parameter: String
        var id: String
    }

    var limit = 10
    var order = Order.descending
    var cursor: Cursor?

    init() {}

    init(_ request: Request) throws(Problem) {
        var errors: [Problem.FieldError] = []
        if let text = request.query("limit") {
            let isNumber = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            if isNumber, let limit = Int(text), (1...100).contains(limit) {
                self.limit = limit
            } else {
                errors.append(.init("limit", "limit must be a whole number between 1 and 100."))
            }
        }
        if let text = request.query("order") {
            if let order = Order(rawValue: text) {
                self.order = order
            } else {
                errors.append(.init("order", "order must be one of: asc, desc, normal."))
            }
        }
        switch (request.query("before"), request.query("after")) {
        case (nil, nil): break
        case (let id?, nil): cursor = Cursor(parameter: "before", id: id)
        case (nil, let id?): cursor = Cursor(parameter: "after", id: id)
        default:
            let code = #"Please provide only one of "before" and "after"."#
            errors += [.init("before", code), .init("after", code)]
        }
        guard errors.isEmpty else { throw .invalid(errors) }
    }

    /// Whether the rows that a cursor asks for were created before its own.
    func goesToOlder(_ cursor: Cursor) -> Bool {
        (cursor.parameter == "after") == (order == .descending)
    }
}
