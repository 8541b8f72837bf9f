/// A name and its value in the query of a URL.
struct QueryParameter {
    let name: StaticString
    /// Several are joined in one parameter, with unencoded commas.
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
