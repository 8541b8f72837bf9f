/// The parameters of all lists, with the API's rules for them.
extension ListQuery {
    /// - Parameters:
    ///   - hasOldCursors: whether `desc` has its cursors of 2021, which are those of `normal`.
    init(_ request: Request, hasOldCursors: Bool = false) throws(Problem) {
        self.init()
        var errors = readLimit(request)
        if let text = request.query("order") {
            if let order = Order(rawValue: text) {
                self.order = order
            } else {
                errors.append(.init("order", "order must be one of: asc, desc, normal."))
            }
        }
        if hasOldCursors, order == .descending { order = .normal }
        switch (request.filter("before"), request.filter("after")) {
        case (nil, nil): break
        case (let id?, nil): cursor = Cursor(parameter: "before", id: id)
        case (nil, let id?): cursor = Cursor(parameter: "after", id: id)
        default:
            let code = #"Please provide only one of "before" and "after"."#
            errors += [.init("before", code), .init("after", code)]
        }
        guard errors.isEmpty else { throw .invalid(errors) }
    }

    /// The parameters that apply to events. They are always listed oldest first, whatever `order` says.
    init(ofEvents request: Request) throws(Problem) {
        self.init()
        let errors = readLimit(request)
        guard errors.isEmpty else { throw .invalid(errors) }
        order = .ascending
        cursor = request.filter("after").map { Cursor(parameter: "after", id: $0) }
    }

    private mutating func readLimit(_ request: Request) -> [Problem.FieldError] {
        guard let text = request.query("limit") else { return [] }
        let isNumber = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isNumber, let limit = Int(text), (1...100).contains(limit) else {
            return [.init("limit", "limit must be a whole number between 1 and 100.")]
        }
        self.limit = limit
        return []
    }
}
