/// What an iterator asks for: where each page's request comes from.
struct Listing {
    let path: StaticString
    let query: ListQuery
    let filters: [QueryParameter]
    /// Whose pace the requests keep; nil for endpoints without a limit of their own.
    var pace: Pace?
    /// Of events only.
    var range: EventRange?

    enum Pace {
        case directory([UInt8])
        /// Its directory's pace. Only an answer tells which one that is.
        case group([UInt8])
    }

    func request(cursor: [UInt8]?, _ direction: ListQuery.Direction) -> Request {
        let more = range?.parameters(hasCursor: cursor != nil) ?? []
        return Request(list: path, parameters: query.parameters(cursor: cursor, direction, filters: filters + more))
    }
}

/// What an iterator is for.
enum Job {
    case list(Listing)
    case fetch(Request)
    /// No record comes of it.
    case command(Request)
}
