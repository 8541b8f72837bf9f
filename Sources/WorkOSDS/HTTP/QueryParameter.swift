/// A name and its value in the query of a URL.
struct QueryParameter {
    /// Of the API's documentation, so it never needs encoding.
    let name: StaticString
    /// Several are joined in one parameter, with unencoded commas. The Events API reads its `events` that way.
    let items: [[UInt8]]

    init(name: StaticString, value: [UInt8]) {
        self.name = name
        items = [value]
    }

    init(name: StaticString, items: [[UInt8]]) {
        self.name = name
        self.items = items
    }

    /// The only item, or the first one.
    var value: [UInt8]? { items.first }
}
