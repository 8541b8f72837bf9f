/// What an iterator asks for: where each page's request comes from.
struct Listing {
    let path: StaticString
    let query: ListQuery
    let filters: [QueryParameter]
    /// The pacing lane of the first request; nil for endpoints without a limit of their own.
    var lane: [UInt8]?
    /// The lane is a group's: its directory's own is known only from an answer.
    var laneIsProvisional = false

    func request(cursor: [UInt8]?) -> Request {
        Request(list: path, parameters: query.parameters(cursor: cursor, filters: filters))
    }
}

/// What an iterator is for.
enum Job {
    case list(Listing)
    case fetch(Request)
    /// No record comes of it.
    case command(Request)
}
