/// The four parameters that all lists have.
struct ListQuery {
    /// By creation time.
    enum Order: String {
        case ascending = "asc"
        case descending = "desc"
        /// Newest first like `desc`, but `before` leads to older rows and `after` to newer ones.
        case normal
    }

    /// The id of a row, in `before` or `after`.
    struct Cursor {
        var parameter: String
        var id: String
    }

    var limit = 10
    var order = Order.descending
    var cursor: Cursor?

    init() {}

    /// Whether the cursor leads to rows created before its own.
    func goesToOlder(_ cursor: Cursor) -> Bool {
        (cursor.parameter == "after") == (order == .descending)
    }
}
