/// A name and its value in the query of a request's URL.
struct QueryParameter {
    let name: StaticString
    /// More than one stand in one parameter, with plain commas between them.
    let items: [[UInt8]]

    init(name: StaticString, value: [UInt8]) {
        self.name = name
        items = [value]
    }

    init(name: StaticString, items: [[UInt8]]) {
        self.name = name
        self.items = items
    }

    /// The only item, or the first.
    var value: [UInt8]? { items.first }
}
